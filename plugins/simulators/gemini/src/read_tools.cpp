#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "api_error.hpp"
#include "fields.hpp"
#include "read_request.hpp"

namespace gemini_simulator {
namespace {

namespace json = boost::json;
using sim_kit::Ask;
using sim_kit::Tool;
using sim_kit::ToolMode;

bool is_name(std::string_view name) {
  const auto letter = [](unsigned char c) { return std::isalpha(c) != 0 || c == '_'; };
  return !name.empty() && name.size() <= 128 && letter(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(), [&](unsigned char c) {
           return letter(c) || std::isdigit(c) != 0 || c == '.' || c == ':' || c == '-';
         });
}

void read_function(const json::value& value, const std::string& path, Ask& ask) {
  const json::object* function = value.if_object();
  if (function == nullptr) throw invalid(fmt::format("Invalid value at '{}'", path));
  static const std::vector<std::string_view> kKnown = {
      "name",     "description",        "parameters", "parametersJsonSchema",
      "response", "responseJsonSchema", "behavior"};
  refuse_unknown(*function, kKnown, path);
  Tool tool;
  tool.name = get_text(*function, "name");
  if (!is_name(tool.name)) {
    throw invalid(
        fmt::format("* GenerateContentRequest.{}.name: Invalid function name. Must start with a letter "
                    "or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), "
                    "colons (:), or dashes (-), with a maximum length of 128.\n",
                    path));
  }
  tool.description = get_text(*function, "description");
  const json::value* schema = get(*function, "parametersJsonSchema");
  const json::value* parameters = get(*function, "parameters");
  if (schema != nullptr && parameters != nullptr)
    throw invalid(fmt::format("{}: parameters and parameters_json_schema are mutually exclusive.", path));
  if (parameters != nullptr) schema = &ask.keep(plain_schema(*parameters));
  tool.parameters = schema;
  ask.tools.push_back(tool);
}

void restrict_to(const json::array& names, Ask& ask) {
  std::erase_if(ask.tools, [&](const Tool& tool) {
    return std::none_of(names.begin(), names.end(), [&](const json::value& name) {
      return name.is_string() && sim_kit::view(name.get_string()) == tool.name;
    });
  });
  if (ask.tools.empty())
    throw invalid("Function calling config's allowed_function_names should be declared in tools.");
}

}  // namespace

void read_tools(const json::object& body, Ask& ask) {
  ask.tool_list = get_array(body, "tools");
  if (ask.tool_list != nullptr) {
    for (std::size_t i = 0; i < ask.tool_list->size(); ++i) {
      const json::object* tool = (*ask.tool_list)[i].if_object();
      if (tool == nullptr) throw invalid(fmt::format("Invalid value at 'tools[{}]'", i));
      const json::array* functions = get_array(*tool, "functionDeclarations");
      for (std::size_t j = 0; functions != nullptr && j < functions->size(); ++j)
        read_function((*functions)[j], fmt::format("tools[{}].function_declarations[{}]", i, j), ask);
    }
  }
  if (!ask.tools.empty()) ask.tool_mode = ToolMode::automatic;
  const json::object* config = get_object(body, "toolConfig");
  if (config != nullptr) config = get_object(*config, "functionCallingConfig");
  if (config == nullptr || ask.tools.empty()) return;
  const std::string_view mode = get_text(*config, "mode");
  if (mode == "NONE") ask.tool_mode = ToolMode::none;
  if (mode == "ANY") ask.tool_mode = ToolMode::required;
  if (const json::array* names = get_array(*config, "allowedFunctionNames");
      names != nullptr && !names->empty())
    restrict_to(*names, ask);
}

}  // namespace gemini_simulator
