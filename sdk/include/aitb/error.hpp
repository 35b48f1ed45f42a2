// Why something failed, as a reader of the report would group it.
#pragma once
#include <boost/system/system_error.hpp>
#include <cstdint>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <aitb/api.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1 {

enum class ErrorKind : std::uint8_t {
  config,        ///< the YAML or an option is wrong
  connect,       ///< name not resolved, refused, unreachable, reset before the response began
  tls,           ///< handshake, certificate or alert
  timeout,       ///< one of the four deadlines passed
  rate_limited,  ///< HTTP 429 and its relatives
  server_error,  ///< HTTP 5xx, or an error event in a stream that says so
  client_error,  ///< other HTTP 4xx
  auth,          ///< HTTP 401 and 403
  protocol,      ///< the peer broke its own wire format, or the stream ended too early
  tool_failure,  ///< a tool answered with an error or died
  cancelled,     ///< the user or the plan ended it
  unsupported,   ///< the service or the provider cannot do this
  internal,      ///< our own fault
};

/// [any] The kind's name as it stands in records and reports.
AITB_API std::string_view to_string(ErrorKind kind) noexcept;
AITB_API std::optional<ErrorKind> parse_error_kind(std::string_view name) noexcept;

/// A failure in one sentence: what was attempted, what was found, the way out. Network failures are data: the
/// session turns each into a Record. Copies are cheap; may cross module borders.
class AITB_API Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message);
  ~Error() override;
  Error(const Error&);
  Error& operator=(const Error&);

  ErrorKind kind() const noexcept { return kind_; }
  /// HTTP status, or 0 where no response head arrived.
  int http_status() const noexcept { return http_status_; }
  /// The wait that the server asked for.
  std::optional<Duration> retry_after() const noexcept { return retry_after_; }
  /// The vendor's own error code ("insufficient_quota"), empty if none.
  const std::string& code() const noexcept { return code_; }

  Error& with_status(int status) noexcept;
  Error& with_retry_after(std::optional<Duration> wait) noexcept;
  Error& with_code(std::string code);

 private:
  ErrorKind kind_;
  int http_status_ = 0;
  std::optional<Duration> retry_after_;
  std::string code_;
};

/// An option that a component refuses: `pointer` is the JSON pointer inside its options ("/model"), so that
/// the host can answer with file:line:col.
class AITB_API ConfigError : public Error {
 public:
  ConfigError(std::string pointer, const std::string& message);
  ~ConfigError() override;
  const std::string& pointer() const noexcept { return pointer_; }

 private:
  std::string pointer_;
};

/// [any] Any exception as an Error: Error itself; system_error by its code (eof, reset, refused, TLS,
/// aborted); all else `internal`. `attempted` begins the sentence ("connecting to api.example.org:443").
AITB_API Error as_error(std::exception_ptr failure, std::string_view attempted);

}  // namespace aitb::inline v1
