#include <aitb/http.hpp>

#include <charconv>
#include <cmath>
#include <ctime>

namespace aitb::inline v1 {
namespace {

ErrorKind kind_of(int status) {
  if (status == 401 || status == 403) return ErrorKind::auth;
  if (status == 408) return ErrorKind::timeout;
  if (status == 429) return ErrorKind::rate_limited;
  if (status >= 500) return ErrorKind::server_error;
  if (status >= 400) return ErrorKind::client_error;
  return ErrorKind::protocol;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// A wait in seconds, never negative, at most a day: more is no wait but a refusal.
std::optional<Duration> wait_of(double seconds) {
  if (seconds > 86400) seconds = 86400;
  return from_seconds(std::max(0.0, seconds));
}

/// RFC 9110 §5.6.7, the IMF-fixdate form.
std::optional<std::int64_t> http_date(std::string_view text) {
  std::tm parts{};
  const std::string copy(text);
  const char* end = strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (!end || *end != '\0') return std::nullopt;
  return static_cast<std::int64_t>(timegm(&parts));
}

}  // namespace

std::optional<Duration> parse_retry_after(const Headers& headers, std::int64_t wall_ns) {
  if (const auto ms = number(headers.get("retry-after-ms"))) return wait_of(*ms / 1e3);
  const std::string_view text = headers.get("retry-after");
  if (const auto seconds = number(text)) return wait_of(*seconds);
  if (const auto date = http_date(text))
    return wait_of(static_cast<double>(*date) - static_cast<double>(wall_ns) / 1e9);
  return std::nullopt;
}

Error http_error(int status, const Headers& headers, std::string_view service, std::string_view message,
                 std::string_view code) {
  std::string text = std::string(service) + " answered HTTP " + std::to_string(status);
  if (!code.empty()) text.append(" (").append(code).append(")");
  if (!message.empty()) text.append(": ").append(message);
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  Error error(kind_of(status), text);
  error.with_status(status).with_code(std::string(code));
  error.with_retry_after(parse_retry_after(headers, now.tv_sec * 1'000'000'000ll + now.tv_nsec));
  return error;
}

}  // namespace aitb::inline v1
