#include "service/errors.hpp"

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "service/json_read.hpp"

namespace service {

namespace {

namespace json = boost::json;
using aitb::Error;
using aitb::ErrorKind;

struct Said {
  std::string message, type, code, param;
  int status = 0;
};

/// Strings as they are; numbers (some services give the HTTP status as the code) in digits.
std::string word_at(const json::object& object, std::string_view key) {
  const json::value* member = object.if_contains(key);
  if (member == nullptr || member->is_null()) return {};
  if (member->is_string()) return std::string(view(member->get_string()));
  return json::serialize(*member);
}

/// Which categories of Azure's content filter struck: " [filtered: hate, violence]".
std::string filtered(const json::object& said) {
  const json::object* inner = object_at(said, "innererror");
  const json::object* results = inner != nullptr ? object_at(*inner, "content_filter_result") : nullptr;
  std::string names;
  if (results != nullptr) {
    for (const auto& [name, result] : *results) {
      const json::object* one = result.if_object();
      const json::value* struck = one != nullptr ? one->if_contains("filtered") : nullptr;
      if (struck == nullptr || !struck->is_bool() || !struck->get_bool()) continue;
      names.append(names.empty() ? "" : ", ").append(name);
    }
  }
  return names.empty() ? names : " [filtered: " + names + "]";
}

/// {"error": {…}} (also within {"type": "error"}), {"error": "text"}, and the flat forms {"message": …} and
/// {"detail": …}.
Said read(const json::object& body) {
  const json::value* error = body.if_contains("error");
  const json::object* said = error != nullptr ? error->if_object() : &body;
  Said out;
  if (said == nullptr) {
    out.message = error->is_string() ? std::string(view(error->get_string())) : json::serialize(*error);
    return out;
  }
  out.message = word_at(*said, "message");
  if (out.message.empty()) out.message = word_at(*said, "detail");
  out.type = word_at(*said, "type");
  out.code = word_at(*said, "code");
  out.param = word_at(*said, "param");
  out.message += filtered(*said);
  for (std::string_view key : {"status", "code"}) {
    const std::optional<std::int64_t> number = integer_at(*said, key);
    if (number && *number >= 400 && *number < 600 && out.status == 0) out.status = static_cast<int>(*number);
  }
  return out;
}

/// One sentence's worth of what was said.
std::string message(const Said& said) {
  std::string text = said.message.empty() ? "no message" : said.message;
  if (!said.param.empty()) text += " (param " + said.param + ")";
  return text;
}

/// The name by which retry rules and reports know the error: the code, or the type where there is no code.
std::string name(const Said& said, const Peer& peer) {
  if (said.type == "insufficient_quota") return said.type;
  return peer.redact(said.code.empty() ? said.type : said.code);
}

ErrorKind kind_of(const Said& said) {
  struct Word {
    std::string_view part;
    ErrorKind kind;
  };
  static constexpr std::array<Word, 12> kWords = {{{"rate_limit", ErrorKind::rate_limited},
                                                   {"insufficient_quota", ErrorKind::rate_limited},
                                                   {"authentication", ErrorKind::auth},
                                                   {"invalid_api_key", ErrorKind::auth},
                                                   {"permission", ErrorKind::auth},
                                                   {"server_error", ErrorKind::server_error},
                                                   {"timeout", ErrorKind::timeout},
                                                   {"overloaded", ErrorKind::server_error},
                                                   {"not_found", ErrorKind::client_error},
                                                   {"billing", ErrorKind::client_error},
                                                   {"too_large", ErrorKind::client_error},
                                                   {"invalid", ErrorKind::client_error}}};
  for (const Word& word : kWords) {
    if (said.code.find(word.part) != std::string::npos || said.type.find(word.part) != std::string::npos) {
      return word.kind;
    }
  }
  return ErrorKind::server_error;
}

}  // namespace

Error http_failure(const Peer& peer, int status, const aitb::Headers& headers, std::string_view body) {
  json::error_code failed;
  const json::value parsed = json::parse(body, failed);
  Said said;
  if (!failed && parsed.is_object()) {
    said = read(parsed.get_object());
  } else {
    said.message = body.empty() ? "an empty body" : "a body that is not JSON: " + peer.excerpt(body);
  }
  return aitb::http_error(status, headers, peer.service, peer.redact(message(said)), name(said, peer));
}

bool is_error(const json::object& body) {
  const json::value* error = body.if_contains("error");
  if (error != nullptr) return !error->is_null();
  return text_at(body, "object") == "error" || text_at(body, "type") == "error";
}

Error event_failure(const Peer& peer, const json::value& body) {
  Said said;
  if (body.is_object()) {
    said = read(body.get_object());
  } else {
    said.message = json::serialize(body);
  }
  const std::string text = peer.redact(message(said));
  if (said.status != 0) {
    Error error = aitb::http_error(said.status, aitb::Headers(), peer.service, text, name(said, peer));
    error.with_status(200);
    return error;
  }
  Error error(kind_of(said), peer.service + " began its answer and then reported an error: " + text);
  error.with_status(200).with_code(name(said, peer));
  return error;
}

}  // namespace service
