// Recordings written down by a service.
#pragma once
#include <aitb/config.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/scenario.hpp>

namespace media {

struct TranscriptionOptions {
  std::string model = "whisper-1", language, prompt, response_format, audio_base_dir = ".";
  std::vector<std::string> audio_paths{"question.wav"};
  bool stream = false;
  boost::json::object extra;
};
aitb::FieldTable fields(TranscriptionOptions& options);

class TranscriptionScenario final : public aitb::Scenario {
 public:
  using Options = TranscriptionOptions;
  TranscriptionScenario(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  Options options_;
  std::vector<aitb::Part> recordings_;
};

}  // namespace media
