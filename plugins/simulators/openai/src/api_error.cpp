#include "api_error.hpp"

#include <array>
#include <utility>

#include <sim_kit/json_write.hpp>

namespace openai_simulator {

using sim_kit::append_json_string;
namespace {

struct Usual {
  int status;
  std::string_view type, code, message;
};
constexpr std::string_view kInvalid = "invalid_request_error";
constexpr std::array<Usual, 12> kUsual = {{
    {400, kInvalid, "", "The request was refused as malformed."},
    {401, kInvalid, "invalid_api_key", "The API key is not valid."},
    {402, kInvalid, "", "Insufficient Balance"},
    {403, kInvalid, "unsupported_country_region_territory", "Country, region, or territory not supported"},
    {404, kInvalid, "model_not_found", "The model does not exist or you do not have access to it."},
    {408, kInvalid, "request_timeout", "The request took too long."},
    {409, kInvalid, "conflict", "The resource was changed by another request."},
    {413, kInvalid, "", "The request is too large."},
    {422, kInvalid, "", "The request has invalid parameters."},
    {429, "requests", "rate_limit_exceeded", "Rate limit reached. Please slow down."},
    {500, "server_error", "", "The server had an error while processing your request. Sorry about that!"},
    {503, "server_error", "", "The engine is currently overloaded, please try again later."},
}};

void append_member(std::string& out, std::string_view name, const std::optional<std::string>& value,
                   bool last) {
  out.append("    \"").append(name).append("\": ");
  if (value) {
    append_json_string(out, *value);
  } else {
    out += "null";
  }
  out += last ? "\n" : ",\n";
}

}  // namespace

ApiError::ApiError(int http_status, std::string error_type, std::string error_message)
    : status(http_status), type(std::move(error_type)), message(std::move(error_message)) {}

ApiError&& ApiError::with_param(std::string path) && {
  if (!path.empty()) param = std::move(path);
  return std::move(*this);
}
ApiError&& ApiError::with_code(std::string error_code) && {
  if (!error_code.empty()) code = std::move(error_code);
  return std::move(*this);
}
ApiError&& ApiError::with_retry_after(std::optional<double> seconds) && {
  retry_after = seconds;
  return std::move(*this);
}

static std::string compat_body(const ApiError& error, Dialect dialect) {
  if (dialect == Dialect::vllm && error.status == 401) return R"({"error": "Unauthorized"})";
  std::string type = error.type, code = "\"invalid_request_error\"";
  if (dialect == Dialect::vllm) {
    type = error.status == 404   ? "NotFoundError"
           : error.status == 429 ? "RateLimitError"
           : error.status >= 500 ? "InternalServerError"
                                 : "BadRequestError";
    code = std::to_string(error.status);
  } else if (error.status == 401) {
    type = "authentication_error";
  } else if (error.status == 402) {
    type = "unknown_error";
  }
  std::string out = "{\"error\":{\"message\":";
  append_json_string(out, error.message);
  out += ",\"type\":";
  append_json_string(out, type);
  out += ",\"param\":";
  if (error.param) {
    append_json_string(out, *error.param);
  } else {
    out += "null";
  }
  return out += ",\"code\":" + code + "}}";
}

std::string ApiError::body(Dialect dialect) const {
  if (dialect != Dialect::openai) return compat_body(*this, dialect);
  std::string out = "{\n  \"error\": {\n";
  append_member(out, "message", message, false);
  append_member(out, "type", type, false);
  append_member(out, "param", param, false);
  append_member(out, "code", code, true);
  return out += "  }\n}\n";
}

ApiError bad_request(std::string code, std::string param, std::string message) {
  return ApiError(400, std::string(kInvalid), std::move(message))
      .with_param(std::move(param))
      .with_code(std::move(code));
}

ApiError usual_error(int status, std::string_view code) {
  if (code == "insufficient_quota") {
    return ApiError(status, std::string(code),
                    "You exceeded your current quota, please check your plan and billing details.")
        .with_code(std::string(code));
  }
  Usual found = kUsual[status >= 500 ? 10 : 0];
  for (const Usual& usual : kUsual) {
    if (usual.status == status) found = usual;
  }
  if (code.empty()) code = found.code;
  ApiError error =
      ApiError(status, std::string(found.type), std::string(found.message)).with_code(std::string(code));
  if (status == 429 || status == 503) error.retry_after = 1;
  return error;
}

}  // namespace openai_simulator
