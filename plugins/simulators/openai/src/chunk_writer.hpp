// Writes the events of one streamed chat completion: what stays the same is prepared once, only tokens are
// put in.
#pragma once
#include <boost/container/small_vector.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <sim_kit/event_writer.hpp>
#include "obfuscation.hpp"

namespace openai_simulator {

/// What a chat completion has beside what is said.
class ChatPlan : public sim_kit::Plan {
 public:
  ChatPlan() = default;
  std::string fingerprint;
  bool include_usage = false, obfuscate = false;
  std::int64_t cached_tokens = 0;  ///< of the prompt, where the dialect tells
};

/// Appends whole SSE events to the caller's buffer, which many streams share; allocates nothing once that has
/// grown.
class ChunkWriter final : public sim_kit::EventWriter {
 public:
  /// `reasoning_field` outlives the writer.
  ChunkWriter(const ChatPlan& plan, std::string_view reasoning_field);
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
  void usage(std::string& out, const sim_kit::Plan& plan);

  std::string_view head() const noexcept { return std::string_view(head_.data(), head_.size()); }

  std::string_view reasoning_field_;
  bool include_usage_;
  Obfuscation obfuscation_;
  std::vector<bool> only_calls_;  ///< of each choice
  std::size_t choices_at_ = 0;    ///< behind "choices":[
  /// From "data: {" up to the first choice's delta; in here, where it is fetched ahead with the rest.
  boost::container::small_vector<char, 224> head_;
};
static_assert(sizeof(ChunkWriter) <= ChunkWriter::fetched);

/// The usage object with all details, without blanks as in chunks or laid out as in bodies.
void append_usage(std::string& out, const sim_kit::Plan& plan, bool laid_out);

}  // namespace openai_simulator
