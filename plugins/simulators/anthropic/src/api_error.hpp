// Errors in the words and the JSON shape of the Messages API.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <sim_kit/fault_rules.hpp>

namespace anthropic_simulator {

/// Thrown inside the simulator where a request is refused; turned into an answer in one place.
class ApiError {
 public:
  ApiError(int http_status, std::string error_type, std::string error_message)
      : status(http_status), type(std::move(error_type)), message(std::move(error_message)) {}
  /// {"type": "error", "error": {type, message}, "request_id"}
  std::string body(std::string_view request_id) const;

  int status;
  std::string type, message;
  std::optional<double> retry_after;
};

/// 400 invalid_request_error: "messages.0.role: …".
ApiError invalid(std::string_view path, std::string_view what);
/// An injected error; without a code of its own it has the usual type of its status (529: overloaded_error).
ApiError usual_error(const sim_kit::Fault& fault);

}  // namespace anthropic_simulator
