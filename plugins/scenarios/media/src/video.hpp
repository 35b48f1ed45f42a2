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

class VideoUnderstanding final : public QuestionScenario {
 public:
  using Options = VideoOptions;
  VideoUnderstanding(const Options& options, aitb::Context& context);
};

}  // namespace media
