// POST /audio/speech
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <sim_kit/media.hpp>
#include "check.hpp"
#include "media_endpoints.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;

constexpr std::uint32_t kRate = 24000;
constexpr std::size_t kPiece = kRate / 5;  // bytes: a tenth of a second, which counts as a token of time
constexpr std::array<std::string_view, 13> kVoices = {"alloy", "ash",   "ballad", "coral", "echo",
                                                      "fable", "onyx",  "nova",   "sage",  "shimmer",
                                                      "verse", "marin", "cedar"};

void check_voice(const json::object& body) {
  const std::string_view voice = view(needed_string(body, "voice", "voice"));
  if (std::find(kVoices.begin(), kVoices.end(), voice) != kVoices.end()) return;
  throw bad_request(
      "invalid_value", "voice",
      fmt::format("Invalid value: '{}'. Supported values are: '{}'.", voice, fmt::join(kVoices, "', '")));
}

}  // namespace

void answer_speech(Desk& desk, const aitb::ServerRequest& request, Answer& made) {
  const std::string_view used = desk.admit(request);
  const json::object body = Desk::read_body(request);
  sim_kit::Ask ask;
  ask.model = view(needed_string(body, "model", "model"));
  ask.path = request.path;
  ask.headers = &request.headers;
  if (!desk.models.exists(ask.model)) throw desk.no_model(ask.model);
  const std::string_view input = view(needed_string(body, "input", "input"));
  if (input.empty()) throw bad_request("", "input", "Invalid 'input': input cannot be empty.");
  if (input.size() > 4096) {
    throw bad_request(
        "string_above_max_length", "input",
        fmt::format("Invalid 'input': string too long. Expected a string with maximum length 4096, "
                    "but got a string with length {} instead.",
                    input.size()));
  }
  ask.begin_turn(sim_kit::Role::user);
  ask.add(sim_kit::PartKind::text, input);
  check_voice(body);
  const json::string* asked = string(body, "response_format", "response_format");
  const std::string_view format = asked == nullptr ? "mp3" : view(*asked);
  if (format != "wav" && format != "pcm") throw wrong_value("response_format", format, {"wav", "pcm"});
  if (const json::string* sse = string(body, "stream_format", "stream_format"); sse && view(*sse) != "audio")
    throw wrong_value("stream_format", view(*sse), {"audio"});
  const double speed = number(body, "speed", 0.25, 4).value_or(1);
  const sim_kit::Do* scripted = desk.follow_script(ask);
  desk.limit(request, used, desk.count(input, ask.model), made.headers);
  const aitb::Random texts =
      desk.stage.planner.texts(sim_kit::digest(view(needed_string(body, "voice", "voice"))));
  const std::string pcm = sim_kit::pcm_bytes(sim_kit::speak(input, speed, kRate, texts));
  made.type = format == "wav" ? "audio/wav" : "audio/pcm";
  if (format == "wav") made.body = sim_kit::wav_header(kRate, static_cast<std::uint32_t>(pcm.size()));
  made.body += pcm;
  made.due = desk.stage.due_after(request, 1, scripted);
  made.piece = kPiece;
}

}  // namespace openai_simulator
