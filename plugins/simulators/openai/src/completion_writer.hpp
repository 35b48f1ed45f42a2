// Writes the answers of the older completions endpoint, streamed or whole.
#pragma once
#include <string>
#include <vector>

#include "text_writer.hpp"

namespace openai_simulator {

class CompletionPlan : public sim_kit::Plan {
 public:
  CompletionPlan() = default;
  std::vector<std::string> echoes;  ///< the prompt, if it is to come before each choice's text
  bool include_usage = false;
};

/// Uses the plan's texts up.
std::string completion_body(CompletionPlan& plan);

class CompletionWriter final : public TextWriter {
 public:
  explicit CompletionWriter(const CompletionPlan& plan) : plan_(plan) {}
  void open(std::string& out, std::size_t choice) override;
  void begin_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void end_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void finish(std::string& out, const sim_kit::Plan& plan) override;

 private:
  void end(std::string& out, std::size_t choice, std::string_view finish_reason);
  const CompletionPlan& plan_;  ///< kept by the stream that owns the writer
};

}  // namespace openai_simulator
