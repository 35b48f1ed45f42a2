#include "models.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>

#include <sim_kit/json_write.hpp>
#include "api_error.hpp"

namespace anthropic_simulator {
namespace {

std::vector<std::string> usual_models() {
  return {"claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-*"};
}

/// "claude-sonnet-5-5" → "Claude Sonnet 5.5"
std::string display_name(std::string_view model) {
  std::string name;
  char before = '-';
  for (char c : model) {
    const bool digits = name.size() > 1 && std::isdigit(static_cast<unsigned char>(name.back())) != 0;
    if (c == '-') {
      name += digits ? '.' : ' ';
    } else {
      name += before == '-' ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    }
    before = c;
  }
  return name;
}

std::string_view line_of(std::string_view model) {
  for (std::string_view line : {"haiku", "sonnet", "opus", "fable", "mythos"}) {
    if (model.find(line) != std::string_view::npos) return line;
  }
  return {};
}

void append_model(std::string& out, std::string_view model) {
  out += R"({"type":"model","id":)";
  sim_kit::append_json_string(out, model);
  out += R"(,"display_name":)";
  sim_kit::append_json_string(out, display_name(model));
  out += R"(,"created_at":"2026-01-15T00:00:00Z","lifecycle":"active","line":)";
  const std::string_view line = line_of(model);
  out += line.empty() ? std::string("null") : fmt::format("\"{}\"", line);
  out += R"(,"capabilities":null,"deprecated_at":null,"retires_at":null,)"
         R"("max_input_tokens":200000,"max_tokens":64000})";
}

}  // namespace

Models::Models(std::vector<std::string> names)
    : names_(names.empty() ? usual_models() : std::move(names)), known_(names_) {}

bool Models::exists(std::string_view model) const { return known_.match(model); }

std::string Models::list_body() const {
  std::string out = R"({"data":[)";
  std::string first = "null", last = "null";
  for (const std::string& name : names_) {
    if (name.find('*') != std::string::npos) continue;
    if (first != "null") out += ',';
    append_model(out, name);
    last.clear();
    sim_kit::append_json_string(last, name);
    if (first == "null") first = last;
  }
  return out += fmt::format(R"(],"has_more":false,"first_id":{},"last_id":{}}})", first, last);
}

std::string Models::one_body(std::string_view model) const {
  if (!exists(model)) throw ApiError(404, "not_found_error", fmt::format("model: {}", model));
  std::string out;
  append_model(out, model);
  return out;
}

}  // namespace anthropic_simulator
