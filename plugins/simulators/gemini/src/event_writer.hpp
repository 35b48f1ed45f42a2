// Writes the chunks of a streamed answer: whole responses with the new parts only, as SSE or as a JSON array.
#pragma once
#include <sim_kit/event_writer.hpp>

#include "tokens.hpp"

namespace gemini_simulator {

class EventWriter final : public sim_kit::EventWriter {
 public:
  EventWriter(const GeminiPlan& plan, bool sse) : plan_(plan), sse_(sse) {}
  void open(std::string& out, std::size_t choice) override;
  void begin_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void end_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void count(std::uint32_t tokens) override { piece_ = tokens; }
  void call(std::string& out, std::size_t choice, std::size_t index, sim_kit::CallPlan& call) override;
  void begin_arguments(std::string& out, std::size_t choice, std::size_t index, bool custom) override;
  void end_arguments(std::string& out) override;
  void finish(std::string& out, const sim_kit::Plan& plan) override;
  bool whole_calls() const noexcept override { return true; }

 private:
  void begin(std::string& out);
  void end(std::string& out, std::size_t choice, std::string_view finish);

  const GeminiPlan& plan_;  ///< kept by the stream that owns the writer
  bool sse_, first_ = true;
  std::uint32_t piece_ = 0;
  std::int64_t said_ = 0;
};

/// ,"modelVersion": …, "responseId": …
void append_origin(std::string& out, const sim_kit::Plan& plan);

}  // namespace gemini_simulator
