// What YAML can say about the simulated OpenAI service beside what all simulators know.
#pragma once
#include <sim_kit/options.hpp>

namespace openai_simulator {

struct Options : sim_kit::Options {
  Options() {
    reasoning_models = {
        "o1*",        "o3*",   "o4*",  "gpt-5*", "deepseek-reasoner", "deepseek-v4*", "deepseek-flash",
        "*Thinking*", "*QwQ*", "*-R1*"};
  }
  std::string dialect = "openai";
  std::optional<double> keep_alive_ms;
  bool strict = false;
  bool obfuscation = true;
  std::string reasoning_field;
};
aitb::FieldTable fields(Options& options);

}  // namespace openai_simulator
