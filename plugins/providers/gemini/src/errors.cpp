#include "errors.hpp"

#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>
#include <string>

#include "service/json_read.hpp"

namespace gemini {
namespace {

namespace json = boost::json;
using namespace service;
using aitb::Error;
using aitb::ErrorKind;

struct Said {
  std::string message, status, reason;
  int code = 0;
  std::optional<aitb::Duration> wait;
};

void read_details(const json::array& details, Said& said) {
  for (const json::value& one : details) {
    const json::object* detail = one.if_object();
    if (detail == nullptr) continue;
    const std::string_view type = text_at(*detail, "@type");
    if (type.ends_with("ErrorInfo")) said.reason = text_at(*detail, "reason");
    if (type.ends_with("RetryInfo")) said.wait = parse_duration(text_at(*detail, "retryDelay"));
  }
}

/// {"error": {…}}, alone or in an array of one.
std::optional<Said> read(const json::value& body) {
  const json::array* list = body.if_array();
  if (list != nullptr && list->empty()) return std::nullopt;
  const json::object* object = list != nullptr ? list->front().if_object() : body.if_object();
  const json::object* error = object != nullptr ? object_at(*object, "error") : nullptr;
  if (error == nullptr) return std::nullopt;
  Said said;
  said.message = text_at(*error, "message");
  said.status = text_at(*error, "status");
  const std::int64_t code = integer_at(*error, "code").value_or(0);
  if (code >= 400 && code < 600) said.code = static_cast<int>(code);
  if (const json::array* details = array_at(*error, "details")) read_details(*details, said);
  return said;
}

std::string name_of(const Said& said, const Peer& peer) {
  return peer.redact(said.reason.empty() ? said.status : said.reason);
}

Error failure(const Peer& peer, int status, const aitb::Headers& headers, const Said& said) {
  const std::string text = peer.redact(said.message.empty() ? "no message" : said.message);
  Error error = aitb::http_error(status, headers, peer.service, text, name_of(said, peer));
  if (said.reason == "API_KEY_INVALID" && error.kind() != ErrorKind::auth) {
    Error denied(ErrorKind::auth, error.what());
    denied.with_status(status).with_code(said.reason);
    return denied;
  }
  if (!error.retry_after() && said.wait) error.with_retry_after(said.wait);
  return error;
}

}  // namespace

std::optional<aitb::Duration> parse_duration(std::string_view text) {
  if (!text.ends_with('s')) return std::nullopt;
  text.remove_suffix(1);
  double seconds = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || !std::isfinite(seconds))
    return std::nullopt;
  return aitb::from_seconds(std::min(std::max(seconds, 0.0), 86400.0));
}

Error google_failure(const Peer& peer, int status, const aitb::Headers& headers, std::string_view body) {
  json::error_code failed;
  const json::value parsed = json::parse(body, failed);
  std::optional<Said> said;
  if (!failed) said = read(parsed);
  if (!said) {
    said.emplace();
    said->message = body.empty() ? "an empty body" : "a body without an error: " + peer.excerpt(body);
  }
  return failure(peer, status, headers, *said);
}

Error google_event_failure(const Peer& peer, const json::value& body) {
  Said said = read(body).value_or(Said());
  Error error = failure(peer, said.code != 0 ? said.code : 500, aitb::Headers(), said);
  error.with_status(200);
  return error;
}

bool refuses_json_schema(const Error& error) {
  if (error.http_status() != 400) return false;
  const std::string_view text = error.what();
  return text.find("parametersJsonSchema") != std::string_view::npos ||
         text.find("parameters_json_schema") != std::string_view::npos;
}

}  // namespace gemini
