// Questions about pictures and documents that are sent along.
#pragma once
#include "media_list.hpp"
#include "question.hpp"

namespace media {

struct MultimodalOptions : QuestionOptions {
  MultimodalOptions() {
    model = "gemini-3-flash-preview";
    prompts.emplace_back("Describe what you see.");
  }
  std::vector<std::string> image_paths;
  std::string image_path, image_base_dir = ".";
  std::vector<Medium> media;
};
aitb::FieldTable fields(MultimodalOptions& options);

class Multimodal final : public QuestionScenario {
 public:
  using Options = MultimodalOptions;
  Multimodal(const Options& options, aitb::Context& context);
};

}  // namespace media
