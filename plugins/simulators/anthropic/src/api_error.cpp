#include "api_error.hpp"

#include <fmt/format.h>

#include <array>

#include <sim_kit/json_write.hpp>

namespace anthropic_simulator {
namespace {

struct Usual {
  int status;
  const char *type, *message;
};
constexpr std::array<Usual, 10> kUsual = {{
    {400, "invalid_request_error", "The request was refused as malformed."},
    {401, "authentication_error", "invalid x-api-key"},
    {402, "billing_error", "Your credit balance is too low to access the API."},
    {403, "permission_error", "Your API key does not have permission to use the specified resource."},
    {404, "not_found_error", "Not found"},
    {413, "request_too_large", "Request exceeds the maximum allowed number of bytes."},
    {429, "rate_limit_error", "This request would exceed your organization's rate limit."},
    {500, "api_error", "Internal server error"},
    {504, "timeout_error", "The request timed out while processing."},
    {529, "overloaded_error", "Overloaded"},
}};

}  // namespace

std::string ApiError::body(std::string_view request_id) const {
  std::string out = R"({"type":"error","error":{"type":)";
  sim_kit::append_json_string(out, type);
  out += R"(,"message":)";
  sim_kit::append_json_string(out, message);
  out += R"(},"request_id":)";
  sim_kit::append_json_string(out, request_id);
  return out += '}';
}

ApiError invalid(std::string_view path, std::string_view what) {
  return ApiError(400, "invalid_request_error", fmt::format("{}: {}", path, what));
}

ApiError usual_error(const sim_kit::Fault& fault) {
  Usual found = fault.status >= 500 ? Usual{500, "api_error", "Internal server error"} : kUsual[0];
  for (const Usual& usual : kUsual) {
    if (usual.status == fault.status) found = usual;
  }
  ApiError error(fault.status, fault.code.empty() ? found.type : fault.code,
                 fault.message.empty() ? found.message : fault.message);
  error.retry_after = fault.retry_after;
  if (!error.retry_after && fault.status == 429) error.retry_after = 1;
  return error;
}

}  // namespace anthropic_simulator
