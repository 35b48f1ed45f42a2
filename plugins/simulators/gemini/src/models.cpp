#include "models.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <sim_kit/json_write.hpp>

namespace gemini_simulator {
namespace {

std::vector<std::string> usual_models() {
  return {"gemini-3-pro-preview",  "gemini-3-flash-preview", "gemini-2.5-pro", "gemini-2.5-flash",
          "gemini-2.5-flash-lite", "gemini-2.0-flash",       "gemini-*"};
}

void append_model(std::string& out, std::string_view model) {
  std::string name;
  sim_kit::append_escaped(name, model);
  const bool thinks = model.starts_with("gemini-2.5") || model.starts_with("gemini-3");
  out += fmt::format(
      R"({{"name": "models/{0}", "version": "001", "displayName": "{0}", "description": "Simulated {0}", )"
      R"("inputTokenLimit": 1048576, "outputTokenLimit": 65536, "supportedGenerationMethods": )"
      R"(["generateContent", "countTokens"], "temperature": 1, "topP": 0.95, "topK": 64, )"
      R"("maxTemperature": 2, "thinking": {1}}})",
      name, thinks);
}

}  // namespace

Models::Models(std::vector<std::string> names)
    : names_(names.empty() ? usual_models() : std::move(names)), known_(names_) {}

bool Models::exists(std::string_view model) const { return known_.match(model); }

std::string Models::list_body(std::size_t size, std::size_t token) const {
  std::vector<std::string_view> listed;
  for (const std::string& name : names_) {
    if (name.find('*') == std::string::npos) listed.push_back(name);
  }
  std::string out = "{\"models\": [";
  const std::size_t end = std::min(listed.size(), token + size);
  for (std::size_t i = token; i < end; ++i) {
    if (i > token) out += ", ";
    append_model(out, listed[i]);
  }
  out += ']';
  if (end < listed.size()) out += fmt::format(", \"nextPageToken\": \"{}\"", end);
  return out += "}\n";
}

std::string Models::one_body(std::string_view model) const {
  std::string out;
  append_model(out, model);
  return out += '\n';
}

}  // namespace gemini_simulator
