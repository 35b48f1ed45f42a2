// Streamed and whole chat completions as DeepSeek and vLLM write them.
#pragma once
#include "chunk_writer.hpp"
#include "dialect.hpp"

namespace openai_simulator {

class CompatWriter final : public sim_kit::EventWriter {
 public:
  CompatWriter(const ChatPlan& plan, Dialect dialect, std::string_view reasoning_field);
  void open(std::string& out, std::size_t choice) override;
  void begin_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void end_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void call(std::string& out, std::size_t choice, std::size_t index, sim_kit::CallPlan& call) override;
  void begin_arguments(std::string& out, std::size_t choice, std::size_t index, bool custom) override;
  void end_arguments(std::string& out) override;
  void finish(std::string& out, const sim_kit::Plan& plan) override;

 private:
  void begin(std::string& out, std::size_t choice);
  void end(std::string& out, std::string_view finish_reason);

  const ChatPlan& plan_;  ///< kept by the stream that owns the writer
  Dialect dialect_;
  std::string head_, reasoning_field_;
};

/// Uses the plan's texts up.
std::string compat_body(ChatPlan& plan, Dialect dialect, std::string_view reasoning_field);

}  // namespace openai_simulator
