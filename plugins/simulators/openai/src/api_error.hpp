// Errors in the words and the JSON shape of the real service.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dialect.hpp"

namespace openai_simulator {

/// Thrown inside the simulator where a request is refused; turned into an answer in one place.
class ApiError {
 public:
  ApiError(int http_status, std::string error_type, std::string error_message);
  ApiError&& with_param(std::string path) &&;
  ApiError&& with_code(std::string error_code) &&;
  ApiError&& with_retry_after(std::optional<double> seconds) &&;
  /// {"error": {message, type, param, code}}, all four always there, laid out as the service does;
  /// DeepSeek and vLLM have types and codes of their own.
  std::string body(Dialect dialect) const;

  int status;
  std::string type, message;
  std::optional<std::string> param, code;
  std::optional<double> retry_after;
};

/// 400 invalid_request_error about one parameter.
ApiError bad_request(std::string code, std::string param, std::string message);
/// The usual error of a status, for injected ones; `code` empty: the usual code.
ApiError usual_error(int status, std::string_view code);

}  // namespace openai_simulator
