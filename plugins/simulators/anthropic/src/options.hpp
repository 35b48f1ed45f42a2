// What YAML can say about the simulated Anthropic service beside what all simulators know.
#pragma once
#include <sim_kit/options.hpp>

namespace anthropic_simulator {

struct Options : sim_kit::Options {
  Options() { reasoning_models = {"*"}; }
  bool require_version = true;
};
aitb::FieldTable fields(Options& options);

}  // namespace anthropic_simulator
