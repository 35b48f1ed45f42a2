#include "models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include <sim_kit/json_write.hpp>
#include "api_error.hpp"

namespace openai_simulator {

using sim_kit::append_json_string;
using sim_kit::append_number;
namespace {

constexpr std::int64_t kCreated = 1735689600;  // 2025-01-01

std::vector<std::string> usual_models(Dialect dialect) {
  if (dialect == Dialect::deepseek) {
    return {"deepseek-flash", "deepseek-v4-flash", "deepseek-v4-pro",
            "deepseek-chat",  "deepseek-reasoner", "deepseek-coder"};
  }
  if (dialect == Dialect::vllm) return {"Qwen/Qwen3-VL-30B-A3B-Instruct", "*"};
  return {"gpt-5.4",
          "gpt-5.2",
          "gpt-5.1",
          "gpt-5",
          "gpt-5-mini",
          "gpt-5-nano",
          "gpt-4.1",
          "gpt-4.1-mini",
          "gpt-4.1-nano",
          "gpt-4o",
          "gpt-4o-mini",
          "gpt-4-turbo",
          "gpt-4",
          "gpt-3.5-turbo",
          "o1",
          "o3",
          "o3-mini",
          "o4-mini",
          "computer-use-preview",
          "gpt-image-1",
          "gpt-image-1-mini",
          "gpt-image-1.5",
          "gpt-image-2",
          "dall-e-3",
          "text-embedding-3-small",
          "text-embedding-3-large",
          "text-embedding-ada-002",
          "tts-1",
          "tts-1-hd",
          "gpt-4o-mini-tts",
          "whisper-1",
          "gpt-4o-transcribe",
          "gpt-4o-mini-transcribe",
          "gpt-3.5-turbo-instruct",
          "babbage-002",
          "davinci-002"};
}

/// "gpt-4o-2024-08-06" without its date.
std::string_view undated(std::string_view model) {
  constexpr std::string_view kShape = "-dddd-dd-dd";
  if (model.size() <= kShape.size()) return model;
  const std::string_view tail = model.substr(model.size() - kShape.size());
  const bool date = std::equal(tail.begin(), tail.end(), kShape.begin(), [](unsigned char c, char shape) {
    return shape == 'd' ? std::isdigit(c) != 0 : c == static_cast<unsigned char>(shape);
  });
  return date ? model.substr(0, model.size() - kShape.size()) : model;
}

std::string_view base_of(std::string_view model) {
  if (model.starts_with("ft:")) {
    model.remove_prefix(3);
    model = model.substr(0, model.find(':'));
  }
  return undated(model);
}

}  // namespace

void Models::append_model(std::string& out, std::string_view model, std::string_view indent) const {
  if (dialect_ != Dialect::openai) {
    std::string name;
    append_json_string(name, model);
    out += dialect_ == Dialect::deepseek
               ? fmt::format(R"({{"id":{},"object":"model","owned_by":"deepseek"}})", name)
               : fmt::format(R"({{"id":{0},"object":"model","created":{1},"owned_by":"vllm","root":{0},)"
                             R"("parent":null,"max_model_len":32768}})",
                             name, kCreated);
    return;
  }

  out.append(indent).append("{\n").append(indent).append("  \"id\": ");
  append_json_string(out, model);
  out.append(",\n")
      .append(indent)
      .append("  \"object\": \"model\",\n")
      .append(indent)
      .append("  \"created\": ");
  append_number(out, kCreated);
  out.append(",\n").append(indent).append("  \"owned_by\": \"system\"\n").append(indent).append("}");
}

Models::Models(std::vector<std::string> names, Dialect dialect)
    : names_(names.empty() ? usual_models(dialect) : std::move(names)), known_(names_), dialect_(dialect) {}

bool Models::exists(std::string_view model) const {
  return known_.match(model) || known_.match(base_of(model));
}

std::string Models::list_body() const {
  std::string out = "{\n  \"object\": \"list\",\n  \"data\": [";
  std::string_view separator = "\n";
  for (const std::string& name : names_) {
    if (name.find('*') != std::string::npos) continue;
    out += separator;
    append_model(out, name, "    ");
    separator = ",\n";
  }
  return out += "\n  ]\n}\n";
}

std::string Models::one_body(std::string_view model) const {
  if (!exists(model)) {
    throw ApiError(404, "invalid_request_error", fmt::format("The model '{}' does not exist", model))
        .with_param("model")
        .with_code("model_not_found");
  }
  std::string out;
  append_model(out, model, "");
  return out += '\n';
}

}  // namespace openai_simulator
