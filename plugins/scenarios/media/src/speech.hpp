// Words read aloud by a service.
#pragma once
#include <aitb/config.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/scenario.hpp>

#include "each_prompt.hpp"

namespace media {

struct SpeechOptions {
  std::string model = "tts-1", voice = "alloy", format, instructions;
  std::vector<std::string> prompts{"Welcome. This sentence is spoken by a machine."};
  std::optional<double> speed;
  bool save_audio = false;
  boost::json::object extra;
};
aitb::FieldTable fields(SpeechOptions& options);

class SpeechScenario final : public aitb::Scenario {
 public:
  using Options = SpeechOptions;
  SpeechScenario(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  Options options_;
  Keeper keeper_;
};

}  // namespace media
