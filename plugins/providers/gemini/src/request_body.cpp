#include "request_body.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "contents.hpp"
#include "schema.hpp"
#include "service/json_read.hpp"

namespace gemini {
namespace {

namespace json = boost::json;
using aitb::ChatRequest;

void add_tools(json::object& body, const ChatRequest& request, bool json_schema) {
  if (request.tools.empty()) return;
  json::array declarations;
  for (const aitb::ToolSpec& spec : request.tools) {
    json::object declaration;
    declaration["name"] = spec.name;
    if (!spec.description.empty()) declaration["description"] = spec.description;
    if (json_schema && spec.parameters.is_object()) {
      declaration["parametersJsonSchema"] = spec.parameters;
    } else if (json::value schema = openapi_schema(spec.parameters); !schema.is_null()) {
      declaration["parameters"] = std::move(schema);
    }
    declarations.push_back(std::move(declaration));
  }
  json::object tool;
  tool["functionDeclarations"] = std::move(declarations);
  json::array tools;
  tools.push_back(std::move(tool));
  body["tools"] = std::move(tools);

  const std::string& choice = request.tool_choice;
  if (choice.empty()) return;
  json::object calling;
  if (choice == "auto" || choice == "none") {
    calling["mode"] = choice == "auto" ? "AUTO" : "NONE";
  } else {
    calling["mode"] = "ANY";
    if (choice != "required") calling["allowedFunctionNames"] = json::array(1, json::value(choice));
  }
  json::object config;
  config["functionCallingConfig"] = std::move(calling);
  body["toolConfig"] = std::move(config);
}

void add_format(json::object& config, const json::value& format) {
  const json::object* given = format.if_object();
  if (given == nullptr) return;
  const std::string_view type = service::text_at(*given, "type");
  if (type == "json_object" || type == "json_schema") config["responseMimeType"] = "application/json";
  const json::object* named = service::object_at(*given, "json_schema");
  if (named != nullptr && named->contains("schema")) config["responseJsonSchema"] = named->at("schema");
}

/// The words of other services for how long to think; the API has three levels.
std::string level_of(const std::string& effort) {
  if (effort == "none") return "minimal";
  return effort == "xhigh" || effort == "max" ? "high" : effort;
}

void add_thinking(json::object& config, const ChatRequest& request, const Options& options) {
  json::object thinking;
  if (options.thinking_budget) {
    thinking["thinkingBudget"] = *options.thinking_budget;
  } else if (!request.reasoning_effort.empty()) {
    thinking["thinkingLevel"] = level_of(request.reasoning_effort);
  }
  if (options.include_thoughts) thinking["includeThoughts"] = true;
  if (!thinking.empty()) config["thinkingConfig"] = std::move(thinking);
}

}  // namespace

std::string request_body(const ChatRequest& request, const Options& options, bool json_schema) {
  json::object body;
  add_contents(body, request);
  add_tools(body, request, json_schema);
  json::object config;
  if (request.max_tokens) config["maxOutputTokens"] = *request.max_tokens;
  if (request.temperature) config["temperature"] = *request.temperature;
  if (request.top_p) config["topP"] = *request.top_p;
  if (request.seed) config["seed"] = *request.seed;
  if (!request.stop.empty()) config["stopSequences"] = json::array(request.stop.begin(), request.stop.end());
  add_format(config, request.response_format);
  add_thinking(config, request, options);
  if (!config.empty()) body["generationConfig"] = std::move(config);
  if (!options.safety_settings.is_null()) body["safetySettings"] = options.safety_settings;
  for (const auto& member : options.extra) body[member.key()] = member.value();
  for (const auto& member : request.extra) body[member.key()] = member.value();
  return json::serialize(body);
}

}  // namespace gemini
