#include "transcription.hpp"

#include "each_prompt.hpp"
#include "media_list.hpp"

namespace media {

aitb::FieldTable fields(TranscriptionOptions& o) {
  using aitb::field;
  return aitb::fields(
      field("model", o.model, "Model that listens").not_empty(),
      field("audio_paths", o.audio_paths, "Recordings, one a turn: files or names of samples")
          .alias("audio")
          .not_empty(),
      field("audio_base_dir", o.audio_base_dir, "Folder of the files that are named without one").path(),
      field("language", o.language, "ISO 639-1 code of what is spoken; empty: the service finds out"),
      field("prompt", o.prompt, "Words that guide the model; empty: none"),
      field("response_format", o.response_format,
            "json, text, srt, verbose_json or vtt; empty: the service's default")
          .choices({"", "json", "text", "srt", "verbose_json", "vtt"}),
      field("stream", o.stream, "Ask for the text as server-sent events, where the model can"),
      field("extra", o.extra, "Further form fields of every request"));
}

TranscriptionScenario::TranscriptionScenario(Options options, aitb::Context&) : options_(std::move(options)) {
  for (std::size_t i = 0; i < options_.audio_paths.size(); ++i) {
    const std::string pointer = "/audio_paths/" + std::to_string(i), &source = options_.audio_paths[i];
    recordings_.push_back(
        load_part(aitb::MediaKind::audio, source, options_.audio_base_dir, Sending::base64, pointer));
    if (!recordings_.back().url.empty()) {
      throw aitb::ConfigError(
          pointer, "a recording is sent as bytes, so it must be a file, not the address " + source);
    }
  }
}

std::vector<aitb::Need> TranscriptionScenario::needs() const {
  return std::vector<aitb::Need>(1, aitb::Need(aitb::Transcription::id));
}

aitb::task<> TranscriptionScenario::run(aitb::Session& session) {
  auto& face = aitb::need<aitb::Transcription>(session);
  for (std::size_t turn = 0; turn < recordings_.size(); ++turn) {
    co_await session.turn(static_cast<int>(turn));
    aitb::TranscriptionRequest request;
    request.model = options_.model;
    request.audio = recordings_[turn].bytes;
    request.file_name = recordings_[turn].name;
    request.media_type = recordings_[turn].media_type;
    request.language = options_.language;
    request.prompt = options_.prompt;
    request.response_format = options_.response_format;
    request.stream = options_.stream;
    request.extra = options_.extra;
    aitb::ExchangeSpec spec("transcription", options_.model, options_.stream);
    aitb::Session::Work work = [&face, request](aitb::Exchange& out) {
      return face.transcribe(request, out);
    };
    const aitb::Reply reply = co_await session.perform(std::move(spec), std::move(work));
    note_failure(session, reply, turn);
  }
}

}  // namespace media
