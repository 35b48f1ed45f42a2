#include <aitb/error.hpp>

#include <array>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <new>

namespace aitb::inline v1 {
namespace {

constexpr std::array<std::string_view, 13> kKinds = {
    "config", "connect",  "tls",          "timeout",   "rate_limited", "server_error", "client_error",
    "auth",   "protocol", "tool_failure", "cancelled", "unsupported",  "internal"};

ErrorKind kind_of(const boost::system::error_code& code) {
  namespace errc = boost::asio::error;
  if (code == errc::operation_aborted) return ErrorKind::cancelled;
  if (code == errc::timed_out) return ErrorKind::timeout;
  if (code == errc::eof) return ErrorKind::protocol;
  if (code.category() == boost::asio::error::get_ssl_category() ||
      code == boost::asio::ssl::error::stream_truncated) {
    return ErrorKind::tls;
  }
  if (code.category() == boost::system::system_category() || code.category() == errc::get_netdb_category() ||
      code.category() == errc::get_addrinfo_category()) {
    return ErrorKind::connect;
  }
  return ErrorKind::internal;
}

std::string sentence(std::string_view attempted, std::string_view found) {
  std::string text(attempted);
  if (!text.empty()) text += ": ";
  return text.append(found);
}

}  // namespace

std::string_view to_string(ErrorKind kind) noexcept { return kKinds.at(static_cast<std::size_t>(kind)); }

std::optional<ErrorKind> parse_error_kind(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == name) return static_cast<ErrorKind>(i);
  }
  return std::nullopt;
}

Error::Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
Error::~Error() = default;
Error::Error(const Error&) = default;
Error& Error::operator=(const Error&) = default;

Error& Error::with_status(int status) noexcept {
  http_status_ = status;
  return *this;
}
Error& Error::with_retry_after(std::optional<Duration> wait) noexcept {
  retry_after_ = wait;
  return *this;
}
Error& Error::with_code(std::string code) {
  code_ = std::move(code);
  return *this;
}

ConfigError::ConfigError(std::string pointer, const std::string& message)
    : Error(ErrorKind::config, message), pointer_(std::move(pointer)) {}
ConfigError::~ConfigError() = default;

Error as_error(std::exception_ptr failure, std::string_view attempted) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    return error;
  } catch (const boost::system::system_error& error) {
    return Error(kind_of(error.code()), sentence(attempted, error.code().message()));
  } catch (const std::bad_alloc&) {
    return Error(ErrorKind::internal, sentence(attempted, "out of memory"));
  } catch (const std::exception& error) {
    return Error(ErrorKind::internal, sentence(attempted, error.what()));
  } catch (...) {
    return Error(ErrorKind::internal, sentence(attempted, "an exception that is not a std::exception"));
  }
}

}  // namespace aitb::inline v1
