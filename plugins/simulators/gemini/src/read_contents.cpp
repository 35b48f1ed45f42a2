#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "api_error.hpp"
#include "fields.hpp"
#include "read_request.hpp"

namespace gemini_simulator {
namespace {

namespace json = boost::json;
using sim_kit::Ask;
using sim_kit::Part;
using sim_kit::PartKind;
using sim_kit::Role;

constexpr std::int64_t kTile = 258, kVideoSecond = 263, kAudioSecond = 32;
constexpr std::int64_t kVideoRate = 250'000,
                       kAudioRate = 32'000;  // bytes a second, where nothing tells the length

/// Modality and cost of inline data: pictures by the tile, sound and film by their likely length.
void read_media(std::string_view type, std::int64_t bytes, Ask& ask) {
  Part& part = ask.add(PartKind::media);
  if (type.starts_with("video/")) {
    part.name = "VIDEO";
    part.tokens = kVideoSecond * std::max<std::int64_t>(1, bytes / kVideoRate);
  } else if (type.starts_with("audio/")) {
    part.name = "AUDIO";
    part.tokens = kAudioSecond * std::max<std::int64_t>(1, bytes / kAudioRate);
  } else {
    part.name = type == "application/pdf" ? "DOCUMENT" : "IMAGE";
    part.tokens = kTile;
  }
}

std::string_view response_text(const json::object& response, Ask& ask) {
  for (const char* name : {"output", "result", "error"}) {
    const json::value* text = response.if_contains(name);
    if (response.size() == 1 && text != nullptr && text->is_string())
      return sim_kit::view(text->get_string());
  }
  return ask.keep(json::serialize(response));
}

void read_call(const json::object& call, Ask& ask) {
  const json::object* args = get_object(call, "args");
  Part& part =
      ask.add(PartKind::call, ask.keep(args != nullptr ? json::serialize(*args) : std::string("{}")));
  part.name = get_text(call, "name");
  part.id = get_text(call, "id");
}

void read_response(const json::object& answer, Ask& ask) {
  const json::object* response = get_object(answer, "response");
  Part& part = ask.add(PartKind::result, response != nullptr ? response_text(*response, ask) : "");
  part.name = get_text(answer, "name");
  part.id = get_text(answer, "id");
  part.failed = response != nullptr && response->contains("error");
}

class Contents {
 public:
  Contents(bool signatures, Ask& ask) : signatures_(signatures), ask_(ask) {}

  void read(const json::value& value, std::size_t index) {
    const json::object* content = value.if_object();
    if (content == nullptr) throw invalid(fmt::format("Invalid value at 'contents[{}]'", index));
    static const std::vector<std::string_view> kKnown = {"role", "parts"};
    refuse_unknown(*content, kKnown, fmt::format("contents[{}]", index));
    const std::string_view role = get_text(*content, "role");
    if (!role.empty() && role != "user" && role != "model" && role != "function")
      throw invalid("Please use a valid role: user, model.");
    const json::array* parts = get_array(*content, "parts");
    if (parts == nullptr || parts->empty())
      throw invalid(fmt::format(
          "* GenerateContentRequest.contents[{}].parts: contents.parts must not be empty.\n", index));
    const auto responses = std::count_if(parts->begin(), parts->end(), [](const json::value& part) {
      return part.is_object() && get_object(part.get_object(), "functionResponse") != nullptr;
    });
    if (calls_ != responses && (calls_ > 0 || responses > 0)) {
      throw invalid(
          calls_ > 0 ? "Please ensure that the number of function response parts is equal to the number of "
                       "function call parts of the function call turn."
                     : "Please ensure that function response turn comes immediately after a function call "
                       "turn.");
    }
    calls_ = 0;
    ask_.begin_turn(role == "model" ? Role::assistant : responses > 0 ? Role::tool : Role::user);
    for (std::size_t i = 0; i < parts->size(); ++i) part((*parts)[i], index, i);
  }

 private:
  void part(const json::value& value, std::size_t index, std::size_t number) {
    const json::object* part = value.if_object();
    if (part == nullptr)
      throw invalid(fmt::format("Invalid value at 'contents[{}].parts[{}]'", index, number));
    if (const json::object* call = get_object(*part, "functionCall")) {
      if (signatures_ && calls_ == 0 && get_text(*part, "thoughtSignature").empty()) {
        throw invalid(fmt::format(
            "Function call is missing a thought_signature in functionCall parts. This is required for tools "
            "to work correctly, and missing thought_signature may lead to degraded model performance. "
            "Additional data, function call `default_api:{}`, position {}.",
            get_text(*call, "name"), index + 1));
      }
      ++calls_;
      read_call(*call, ask_);
    } else if (const json::object* answer = get_object(*part, "functionResponse")) {
      read_response(*answer, ask_);
    } else if (const json::object* data = get_object(*part, "inlineData")) {
      if (get_text(*data, "mimeType").empty()) throw invalid("Unable to process input: mimeType is empty.");
      read_media(get_text(*data, "mimeType"),
                 static_cast<std::int64_t>(get_text(*data, "data").size() * 3 / 4), ask_);
    } else if (const json::object* file = get_object(*part, "fileData")) {
      read_media(get_text(*file, "mimeType"), 0, ask_);
    } else if (get(*part, "text") != nullptr) {
      if (!get_bool(*part, "thought")) ask_.add(PartKind::text, get_text(*part, "text"));
    } else if (get(*part, "thoughtSignature") == nullptr) {
      throw invalid(
          fmt::format("* GenerateContentRequest.contents[{}].parts[{}].data: required oneof field "
                      "'data' must have one initialized field\n",
                      index, number));
    }
  }

  bool signatures_;
  Ask& ask_;
  std::int64_t calls_ = 0;  ///< of the turn before
};

}  // namespace

void read_contents(const json::array& contents, bool signatures, Ask& ask) {
  Contents reader(signatures, ask);
  for (std::size_t i = 0; i < contents.size(); ++i) reader.read(contents[i], i);
}

}  // namespace gemini_simulator
