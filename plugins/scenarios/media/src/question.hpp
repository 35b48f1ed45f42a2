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
class QuestionScenario : public aitb::Scenario {
 public:
  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 protected:
  /// `media` is not empty.
  QuestionScenario(QuestionOptions options, std::vector<aitb::Part> media);

 private:
  QuestionOptions options_;
  std::vector<aitb::Part> media_;
};

}  // namespace media
