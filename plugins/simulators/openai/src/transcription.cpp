// POST /audio/transcriptions
#include "transcription.hpp"

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include <sim_kit/multipart.hpp>
#include "check.hpp"
#include "media_endpoints.hpp"
#include "transcript_writer.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;

constexpr std::size_t kSegment = 12;  // words

class Upload {
 public:
  Upload() = default;
  std::string_view file, model, format = "json", prompt;
  bool stream = false, words = false;
};

Upload read_upload(const aitb::ServerRequest& request) {
  Upload upload;
  bool has_file = false;
  std::vector<sim_kit::FormField> fields;
  try {
    fields = sim_kit::read_multipart(request.headers.get("content-type"), request.body);
  } catch (const aitb::Error& error) {
    throw ApiError(400, std::string(kInvalid),
                   fmt::format("Could not parse multipart form: {}", error.what()));
  }
  for (const sim_kit::FormField& field : fields) {
    if (field.name == "file") {
      has_file = true;
      upload.file = field.value;
    } else if (field.name == "model") {
      upload.model = field.value;
    } else if (field.name == "response_format") {
      upload.format = field.value;
    } else if (field.name == "prompt") {
      upload.prompt = field.value;
    } else if (field.name == "stream") {
      upload.stream = field.value == "true";
    } else if (field.name.starts_with("timestamp_granularities")) {
      upload.words = upload.words || field.value == "word";
    }
  }
  if (!has_file) throw missing("file");
  if (upload.model.empty()) throw missing("model");
  if (upload.file.empty()) throw bad_request("", "file", "Audio file might be corrupted or unsupported");
  if (upload.file.size() > 25u << 20) {
    throw ApiError(413, std::string(kInvalid),
                   fmt::format("413: Maximum content size limit (26214400) exceeded ({} bytes read)",
                               upload.file.size()));
  }
  return upload;
}

std::string joined(const std::vector<Word>& words, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < std::min(end, words.size()); ++i) text += words[i].text;
  return text;
}

json::object verbose(const std::vector<Word>& words, double seconds, bool with_words) {
  json::object out;
  out["task"] = "transcribe";
  out["language"] = "english";
  out["duration"] = seconds;
  out["text"] = joined(words, 0, words.size());
  json::array segments, list;
  for (std::size_t at = 0; at < words.size(); at += kSegment) {
    json::object one;
    one["id"] = static_cast<std::int64_t>(at / kSegment);
    one["seek"] = 0;
    one["start"] = words[at].start;
    one["end"] = words[std::min(at + kSegment, words.size()) - 1].end;
    one["text"] = joined(words, at, at + kSegment);
    one["tokens"] = json::array();
    one["temperature"] = 0.0;
    one["avg_logprob"] = -0.25;
    one["compression_ratio"] = 1.2;
    one["no_speech_prob"] = 0.01;
    segments.push_back(std::move(one));
  }
  if (with_words) {
    for (const Word& word : words) {
      json::object one;
      one["word"] = word.text.substr(word.text.starts_with(' ') ? 1 : 0);
      one["start"] = word.start;
      one["end"] = word.end;
      list.push_back(std::move(one));
    }
    out["words"] = std::move(list);
  } else {
    out["segments"] = std::move(segments);
  }
  json::object usage;
  usage["type"] = "duration";
  usage["seconds"] = static_cast<std::int64_t>(seconds + 0.999);
  out["usage"] = std::move(usage);
  return out;
}

std::string subtitles(const std::vector<Word>& words, bool vtt) {
  std::string out = vtt ? "WEBVTT\n\n" : "";
  const char point = vtt ? '.' : ',';
  for (std::size_t at = 0; at < words.size(); at += kSegment) {
    if (!vtt) out += fmt::format("{}\n", at / kSegment + 1);
    std::string text = joined(words, at, at + kSegment);
    if (text.starts_with(' ')) text.erase(0, 1);
    out += fmt::format("{} --> {}\n{}\n\n", clock_text(words[at].start, point),
                       clock_text(words[std::min(at + kSegment, words.size()) - 1].end, point), text);
  }
  return out;
}

}  // namespace

void answer_transcription(Desk& desk, const aitb::ServerRequest& request, Answer& made) {
  const std::string_view used = desk.admit(request);
  const Upload upload = read_upload(request);
  if (!desk.models.exists(upload.model)) throw desk.no_model(upload.model);
  const bool whisper = upload.model.starts_with("whisper");
  const bool known =
      upload.format == "json" || upload.format == "text" ||
      (whisper && (upload.format == "verbose_json" || upload.format == "srt" || upload.format == "vtt"));
  if (!known) {
    throw bad_request(
        "unsupported_value", "response_format",
        fmt::format("response_format '{}' is not compatible with model '{}'.", upload.format, upload.model));
  }
  sim_kit::Ask ask;
  ask.model = upload.model;
  ask.path = request.path;
  ask.headers = &request.headers;
  ask.begin_turn(sim_kit::Role::user);
  ask.add(sim_kit::PartKind::text, upload.prompt);
  const sim_kit::Do* scripted = desk.follow_script(ask);
  const double seconds = sound_seconds(upload.file);
  std::vector<Word> words = words_of_sound(seconds, desk.stage.planner.texts(sim_kit::digest(upload.file)));
  if (scripted != nullptr && !scripted->reply.empty()) {
    words.clear();
    words.emplace_back(scripted->reply, 0, seconds);
  }
  std::string text = joined(words, 0, words.size());
  auto plan = std::make_unique<TranscriptPlan>();
  plan->id = desk.id("trsc_", 24);
  plan->model = upload.model;
  plan->stream = upload.stream && !whisper;  // whisper-1 does not stream, and says nothing of it
  plan->text = text;
  plan->prompt_tokens = static_cast<std::int64_t>(seconds * 10) + 1;  // ten tokens for a second of sound
  const aitb::TokenCounter& counter = desk.stage.planner.counter_for(upload.model);
  sim_kit::ChoicePlan& choice = plan->choices.emplace_back();
  choice.content = sim_kit::TokenSource(text, counter, std::numeric_limits<std::uint32_t>::max());
  plan->completion_tokens = choice.content.tokens();
  desk.stage.schedule(*plan, request, scripted);
  desk.limit(request, used, plan->prompt_tokens + plan->completion_tokens, made.headers);
  if (plan->stream) {
    made.writer = std::make_unique<TranscriptWriter>(*plan);
  } else {
    std::string body;
    if (upload.format == "json") {
      body = transcript_json(*plan, seconds, whisper);
    } else if (upload.format == "verbose_json") {
      body = json::serialize(verbose(words, seconds, upload.words));
    } else {
      made.type = "text/plain; charset=utf-8";
      body = upload.format == "text" ? text + "\n" : subtitles(words, upload.format == "vtt");
    }
    made.write = [body = std::move(body)](sim_kit::Plan&) { return body; };
  }
  made.plan = std::move(plan);
}

}  // namespace openai_simulator
