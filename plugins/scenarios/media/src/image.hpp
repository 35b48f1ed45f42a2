// Pictures from words.
#pragma once
#include <aitb/config.hpp>
#include <aitb/scenario.hpp>

#include "each_prompt.hpp"

namespace media {

struct ImageOptions {
  std::string model = "gpt-image-1.5";
  std::string size = "1024x1024", quality = "standard", output_format;
  int count = 1;
  std::vector<std::string> prompts{"A futuristic network of light between cities, seen from above"};
  bool save_images = false;
  boost::json::object extra;
};
aitb::FieldTable fields(ImageOptions& options);

class ImageScenario final : public aitb::Scenario {
 public:
  using Options = ImageOptions;
  ImageScenario(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  Options options_;
  Keeper keeper_;
};

}  // namespace media
