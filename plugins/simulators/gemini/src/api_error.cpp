#include "api_error.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include <sim_kit/json_write.hpp>

namespace gemini_simulator {
namespace {

struct Usual {
  int status;
  const char *name, *message;
};
constexpr std::array<Usual, 8> kUsual = {{
    {400, "INVALID_ARGUMENT", "Request contains an invalid argument."},
    {401, "UNAUTHENTICATED", "Request had invalid authentication credentials."},
    {403, "PERMISSION_DENIED", "The caller does not have permission"},
    {404, "NOT_FOUND", "Requested entity was not found."},
    {429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."},
    {500, "INTERNAL", "An internal error has occurred. Please retry."},
    {503, "UNAVAILABLE", "The model is overloaded. Please try again later."},
    {504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."},
}};

}  // namespace

std::string ApiError::body() const {
  std::string out = fmt::format("{{\n  \"error\": {{\n    \"code\": {},\n    \"message\": ", status);
  sim_kit::append_json_string(out, message);
  out += ",\n    \"status\": ";
  sim_kit::append_json_string(out, name);
  std::string all = details;
  if (retry_after) {
    if (!all.empty()) all += ", ";
    all += fmt::format(R"({{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "{:.0f}s"}})",
                       std::ceil(*retry_after));
  }
  if (!all.empty()) out += ",\n    \"details\": [" + all + "]";
  return out += "\n  }\n}\n";
}

ApiError invalid(std::string message) { return ApiError(400, "INVALID_ARGUMENT", std::move(message)); }

ApiError usual_error(const sim_kit::Fault& fault) {
  Usual found = fault.status >= 500 ? kUsual[5] : kUsual[0];
  for (const Usual& usual : kUsual) {
    if (usual.status == fault.status) found = usual;
  }
  ApiError error(fault.status, fault.code.empty() ? found.name : fault.code,
                 fault.message.empty() ? found.message : fault.message);
  error.retry_after = fault.retry_after;
  if (!error.retry_after && fault.status == 429) error.retry_after = 1;
  return error;
}

ApiError exhausted(std::string_view metric, double limit, double retry_after, std::string_view model) {
  ApiError error(
      429, "RESOURCE_EXHAUSTED",
      fmt::format("You exceeded your current quota, please check your plan and billing details.\n* "
                  "Quota exceeded for metric: {}, limit: {:.0f}, model: {}\nPlease retry in {:.3f}s.",
                  metric, limit, model, retry_after));
  error.details = fmt::format(
      R"({{"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{{"quotaMetric": "{}", )"
      R"("quotaId": "PerMinutePerProjectPerModel", "quotaValue": "{:.0f}"}}]}})",
      metric, limit);
  error.retry_after = retry_after;
  return error;
}

}  // namespace gemini_simulator
