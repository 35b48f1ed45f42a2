// What YAML can say about the simulated Gemini service beside what all simulators know.
#pragma once
#include <sim_kit/options.hpp>

namespace gemini_simulator {

struct Options : sim_kit::Options {
  Options() {
    reasoning_models = {"gemini-2.5*", "gemini-3*"};
    tokens_per_chunk = aitb::Distribution(16);
  }
  bool require_signatures = true;
};
aitb::FieldTable fields(Options& options);

}  // namespace gemini_simulator
