// Questions about videos, by URL or sent along.
#pragma once
#include "media_list.hpp"
#include "question.hpp"

namespace media {

struct VideoOptions : QuestionOptions {
  VideoOptions() {
    model = "Qwen/Qwen3-VL-30B-A3B-Instruct";
    prompts.emplace_back("Describe the main actions in the video.");
  }
  std::string video_url, video_path, video_base_dir = ".", send_local_as = "as_given";
  std::vector<std::string> video_urls, video_paths, videos;
};
aitb::FieldTable fields(VideoOptions& options);

class VideoUnderstanding final : public aitb::Scenario {
 public:
  using Options = VideoOptions;
  VideoUnderstanding(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  Options options_;
  std::vector<aitb::Part> parts_;
};

}  // namespace media
