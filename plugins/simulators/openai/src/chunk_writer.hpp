// Writes the events of one streamed answer: what stays the same is prepared once, only tokens are put in.
#pragma once
#include <string>
#include <string_view>

#include "plan.hpp"

namespace openai_simulator {

/// Appends whole SSE events to the caller's buffer, which many streams share; allocates nothing once that has
/// grown.
class ChunkWriter {
 public:
  explicit ChunkWriter(const Plan& plan);
  void role(std::string& out, std::size_t choice, bool with_calls);
  /// Opens a piece of text under `field` of the delta ("content"); add text with append_escaped, then
  /// end_text().
  void begin_text(std::string& out, std::size_t choice, std::string_view field);
  void end_text(std::string& out);
  void call(std::string& out, std::size_t choice, std::size_t index, const CallPlan& call);
  void begin_arguments(std::string& out, std::size_t choice, std::size_t index, bool custom);
  void end_arguments(std::string& out);
  void finish(std::string& out, std::size_t choice, std::string_view reason);
  /// The usage event with empty choices, if it was asked for.
  void usage(std::string& out, const Plan& plan);
  static void done(std::string& out) { out += "data: [DONE]\n\n"; }

 private:
  void begin(std::string& out, std::size_t choice);
  void end(std::string& out, std::string_view finish_reason);
  void pad(std::string& out);

  std::string head_;  ///< from "data: {" up to "choices":[
  bool null_usage_, obfuscate_;
  std::uint64_t noise_;
  std::size_t text_begin_ = 0;
};

/// The usage object with all details, without blanks as in chunks or laid out as in bodies.
void append_usage(std::string& out, const Plan& plan, bool laid_out);

}  // namespace openai_simulator
