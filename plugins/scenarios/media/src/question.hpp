// Questions about media: what multimodal and video_understanding have in common.
#pragma once
#include <aitb/config.hpp>
#include <aitb/scenario.hpp>

#include <optional>
#include <string>
#include <vector>

namespace media {

struct QuestionOptions {
  std::string model, system_prompt;
  std::vector<std::string> prompts;
  bool stream = false, keep_history = false;
  std::optional<double> temperature;
  std::optional<std::int64_t> max_tokens;
  boost::json::object extra;
};
/// Adds the table's common part.
void add_fields(std::vector<aitb::Field>& all, QuestionOptions& options);

/// One turn for each prompt or medium, whichever are more: the fewer of them start again from the first.
/// Owned by the caller; `media` is not empty.
aitb::task<> ask_about(aitb::Session& session, const QuestionOptions& options,
                       const std::vector<aitb::Part>& media);

}  // namespace media
