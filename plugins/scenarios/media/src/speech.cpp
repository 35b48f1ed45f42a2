#include "speech.hpp"

namespace media {

aitb::FieldTable fields(SpeechOptions& o) {
  using aitb::field;
  return aitb::fields(
      field("model", o.model, "Model that speaks").not_empty(),
      field("prompts", o.prompts, "What is spoken, one text a turn").alias("inputs").not_empty(),
      field("voice", o.voice, "Voice, as the service names it").not_empty(),
      field("format", o.format, "mp3, opus, aac, flac, wav or pcm; empty: the service's default")
          .alias("response_format")
          .choices({"", "mp3", "opus", "aac", "flac", "wav", "pcm"}),
      field("speed", o.speed, "1 is normal; absent: the service's default").range(0.25, 4),
      field("instructions", o.instructions, "How to speak, where the model can"),
      field("save_audio", o.save_audio, "Keep the sounds in the run folder, under speech"),
      field("extra", o.extra, "Further members of every request body"));
}

SpeechScenario::SpeechScenario(Options options, aitb::Context& context)
    : options_(std::move(options)), keeper_(Keeper::of(context, "speech", options_.save_audio)) {}

std::vector<aitb::Need> SpeechScenario::needs() const {
  return std::vector<aitb::Need>(1, aitb::Need(aitb::Speech::id));
}

aitb::task<> SpeechScenario::run(aitb::Session& session) {
  auto& face = aitb::need<aitb::Speech>(session);
  for (std::size_t turn = 0; turn < options_.prompts.size(); ++turn) {
    co_await session.turn(static_cast<int>(turn));
    aitb::SpeechRequest request;
    request.model = options_.model;
    request.voice = options_.voice;
    request.input = options_.prompts[turn];
    request.format = options_.format;
    request.speed = options_.speed;
    request.instructions = options_.instructions;
    request.extra = options_.extra;
    aitb::ExchangeSpec spec("speech", options_.model, true);
    aitb::Session::Work work = [&face, request](aitb::Exchange& out) { return face.speak(request, out); };
    const aitb::Reply reply = co_await session.perform(std::move(spec), std::move(work));
    keeper_.keep(session, reply, turn, options_.format.empty() ? "mp3" : options_.format);
    note_failure(session, reply, turn);
  }
}

}  // namespace media
