// The services that speak OpenAI's chat protocol with differences of their own.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace openai_simulator {

enum class Dialect : std::uint8_t { openai, deepseek, vllm };

/// openai, deepseek or vllm, as the option says.
inline Dialect dialect_of(std::string_view name) {
  return name == "deepseek" ? Dialect::deepseek : name == "vllm" ? Dialect::vllm : Dialect::openai;
}

/// The delta's member that carries reasoning.
inline std::string usual_reasoning_field(Dialect dialect) {
  return dialect == Dialect::deepseek ? "reasoning_content" : dialect == Dialect::vllm ? "reasoning" : "";
}

}  // namespace openai_simulator
