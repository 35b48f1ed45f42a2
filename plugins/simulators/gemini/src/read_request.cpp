#include "read_request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api_error.hpp"
#include "fields.hpp"

namespace gemini_simulator {
namespace {

namespace json = boost::json;
using sim_kit::Ask;

constexpr std::int64_t kManyTokens = 1 << 20;

void read_thinking(const json::object& config, Ask& ask) {
  ask.shows_reasoning = false;
  const json::object* thinking = get_object(config, "thinkingConfig");
  if (thinking == nullptr) return;
  ask.shows_reasoning = get_bool(*thinking, "includeThoughts");
  if (get_integer(*thinking, "thinkingBudget").value_or(-1) == 0) ask.may_reason = false;
  const std::string_view level = get_text(*thinking, "thinkingLevel");
  if (level == "MINIMAL" || level == "minimal") ask.effort = "minimal";
  if (level == "LOW" || level == "low") ask.effort = "low";
  if (level == "HIGH" || level == "high") ask.effort = "high";
}

void read_format(const json::object& config, Ask& ask) {
  const std::string_view type = get_text(config, "responseMimeType");
  if (type.empty() || type == "text/plain") return;
  const json::value* schema = get(config, "responseSchema");
  if (schema == nullptr) schema = get(config, "responseJsonSchema");
  if (type == "application/json") {
    ask.format = schema == nullptr ? "json_object" : "json_schema";
    if (schema != nullptr) ask.schema = &ask.keep(plain_schema(*schema));
  } else if (type != "text/x.enum") {
    throw invalid(
        fmt::format("* GenerateContentRequest.generation_config.response_mime_type: allowed mimetypes are "
                    "`text/plain`, `application/json`, `application/xml`, `application/yaml` and "
                    "`text/x.enum`.\n"));
  }
}

void read_config(const json::object& config, Ask& ask) {
  static const std::vector<std::string_view> kKnown = {"temperature",
                                                       "topP",
                                                       "topK",
                                                       "candidateCount",
                                                       "maxOutputTokens",
                                                       "stopSequences",
                                                       "responseMimeType",
                                                       "responseSchema",
                                                       "presencePenalty",
                                                       "responseJsonSchema",
                                                       "frequencyPenalty",
                                                       "responseModalities",
                                                       "seed",
                                                       "logprobs",
                                                       "responseLogprobs",
                                                       "thinkingConfig",
                                                       "speechConfig",
                                                       "imageConfig",
                                                       "mediaResolution",
                                                       "enableEnhancedCivicAnswers",
                                                       "_responseJsonSchema"};
  refuse_unknown(config, kKnown, "generation_config");
  ask.n = static_cast<int>(std::clamp<std::int64_t>(get_integer(config, "candidateCount").value_or(1), 1, 8));
  if (const auto limit = get_integer(config, "maxOutputTokens")) {
    if (*limit < 1) throw invalid("max_output_tokens must be positive.");
    ask.limit = std::min(*limit, kManyTokens);
  }
  if (const json::value* warm = get(config, "temperature"); warm != nullptr && warm->is_number()) {
    const double degrees = warm->to_number<double>();
    if (degrees < 0 || degrees > 2)
      throw invalid(fmt::format(
          "Unable to submit request because it has a temperature value of {:g} but the supported range is "
          "from 0 (inclusive) to 2 (inclusive).",
          degrees));
  }
  if (const json::array* stops = get_array(config, "stopSequences")) {
    if (stops->size() > 5)
      throw invalid("* GenerateContentRequest.generation_config.stop_sequences: at most 5 are allowed.\n");
    for (const json::value& stop : *stops) {
      if (stop.is_string() && !stop.get_string().empty())
        ask.stop.push_back(sim_kit::view(stop.get_string()));
    }
  }
  read_thinking(config, ask);
  read_format(config, ask);
}

}  // namespace

void read_request(const json::object& body, bool signatures, Ask& ask) {
  static const std::vector<std::string_view> kKnown = {
      "contents",       "systemInstruction", "tools", "toolConfig", "generationConfig",
      "safetySettings", "cachedContent",     "store", "model",      "serviceTier"};
  refuse_unknown(body, kKnown, "");
  const json::array* contents = get_array(body, "contents");
  if (contents == nullptr || contents->empty())
    throw invalid("* GenerateContentRequest.contents: contents is not specified\n");
  if (const json::object* system = get_object(body, "systemInstruction")) {
    ask.begin_turn(sim_kit::Role::system);
    if (const json::array* parts = get_array(*system, "parts")) {
      for (const json::value& part : *parts) {
        if (part.is_object()) ask.add(sim_kit::PartKind::text, get_text(part.get_object(), "text"));
      }
    }
  }
  read_contents(*contents, signatures && ask.model.starts_with("gemini-3"), ask);
  read_tools(body, ask);
  ask.shows_reasoning = false;
  if (const json::object* config = get_object(body, "generationConfig")) read_config(*config, ask);
  static const std::vector<std::string_view> kWhatMatters = {
      "contents", "systemInstruction", "system_instruction", "tools", "toolConfig", "tool_config"};
  ask.digest = sim_kit::digest(ask.model, sim_kit::digest(body, kWhatMatters));
}

}  // namespace gemini_simulator
