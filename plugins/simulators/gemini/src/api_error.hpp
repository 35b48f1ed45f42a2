// Errors in the words and the JSON shape of Google's services.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <sim_kit/fault_rules.hpp>

namespace gemini_simulator {

/// Thrown inside the simulator where a request is refused; turned into an answer in one place.
class ApiError {
 public:
  ApiError(int http_status, std::string status_name, std::string error_message)
      : status(http_status), name(std::move(status_name)), message(std::move(error_message)) {}
  /// {"error": {code, message, status, details}}
  std::string body() const;

  int status;
  std::string name, message;
  std::string details;                ///< JSON objects, joined by commas
  std::optional<double> retry_after;  ///< told as RetryInfo: there is no such header
};

/// 400 INVALID_ARGUMENT
ApiError invalid(std::string message);
/// An injected error; its code, if given, is the status name.
ApiError usual_error(const sim_kit::Fault& fault);
/// 429 RESOURCE_EXHAUSTED with QuotaFailure and RetryInfo.
ApiError exhausted(std::string_view metric, double limit, double retry_after, std::string_view model);

}  // namespace gemini_simulator
