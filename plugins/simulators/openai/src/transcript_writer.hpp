// Writes a transcript, streamed or whole.
#pragma once
#include <string>

#include "text_writer.hpp"

namespace openai_simulator {

class TranscriptPlan : public sim_kit::Plan {
 public:
  TranscriptPlan() = default;
  std::string text;
};

/// {"text": …, "usage": …}; by duration where `by_time`.
std::string transcript_json(const TranscriptPlan& plan, double seconds, bool by_time);

class TranscriptWriter final : public TextWriter {
 public:
  explicit TranscriptWriter(const TranscriptPlan& plan) : plan_(plan) {}
  void open(std::string& out, std::size_t choice) override;
  void begin_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void end_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void finish(std::string& out, const sim_kit::Plan& plan) override;

 private:
  const TranscriptPlan& plan_;  ///< kept by the stream that owns the writer
};

}  // namespace openai_simulator
