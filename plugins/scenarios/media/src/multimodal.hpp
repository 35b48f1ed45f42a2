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

class Multimodal final : public aitb::Scenario {
 public:
  using Options = MultimodalOptions;
  Multimodal(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  Options options_;
  std::vector<aitb::Part> parts_;
};

}  // namespace media
