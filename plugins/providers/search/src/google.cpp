// Google Custom Search: JSON, ten hits a page, a hundred a query at most.
#include <algorithm>

#include "engine.hpp"
#include "form_text.hpp"
#include "json_answer.hpp"
#include "service/json_read.hpp"
#include "service/peer.hpp"

namespace search {
namespace {

namespace json = boost::json;
using aitb::Error;
using aitb::ErrorKind;
using service::array_at;
using service::object_at;
using service::text_at;

constexpr int kPage = 10, kMost = 100;

/// What Google puts into errors[].reason when the status alone would tell something else.
std::optional<ErrorKind> kind_of(std::string_view reason) {
  for (const std::string_view word : {"rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded",
                                      "quotaExceeded", "RATE_LIMIT_EXCEEDED"}) {
    if (reason == word) return ErrorKind::rate_limited;
  }
  for (const std::string_view word : {"keyInvalid", "keyExpired", "API_KEY_INVALID", "accessNotConfigured"}) {
    if (reason == word) return ErrorKind::auth;
  }
  return std::nullopt;
}

class Google final : public Engine {
 public:
  explicit Google(const Options& options)
      : url_((options.base_url.empty() ? "https://www.googleapis.com" : options.base_url) +
             "/customsearch/v1?"),
        key_(options.api_key),
        peer_("google", options.api_key),
        cx_(options.cx),
        language_(options.language) {}

  std::string name() const override { return "google"; }

  aitb::HttpRequest request(const std::string& query, int most, const Page* before) const override {
    const int start = before != nullptr ? before->next : 1;
    std::string pairs;
    append_pair(pairs, "key", key_);
    append_pair(pairs, "cx", cx_);
    append_pair(pairs, "q", query);
    append_pair(pairs, "num", std::to_string(std::clamp(std::min(most, kMost) + 1 - start, 1, kPage)));
    if (start > 1) append_pair(pairs, "start", std::to_string(start));
    if (!language_.empty()) append_pair(pairs, "lr", language_);
    aitb::HttpRequest request("GET", url_ + pairs);
    request.headers.set("Accept", "application/json");
    return request;
  }

  Page read(const std::string& body) const override {
    const json::object answer = read_answer(name(), body);
    Page page;
    if (const json::array* items = array_at(answer, "items")) {
      for (const json::value& item : *items) {
        const json::object* one = item.if_object();
        if (one == nullptr) continue;
        aitb::SearchHit hit;
        hit.title = std::string(text_at(*one, "title"));
        hit.url = std::string(text_at(*one, "link"));
        hit.snippet = std::string(text_at(*one, "snippet"));
        page.hits.push_back(std::move(hit));
      }
    }
    const json::object* queries = object_at(answer, "queries");
    const json::array* next = queries != nullptr ? array_at(*queries, "nextPage") : nullptr;
    if (next != nullptr && !next->empty() && next->front().is_object()) {
      page.next = static_cast<int>(std::clamp<std::int64_t>(
          service::integer_at(next->front().get_object(), "startIndex").value_or(0), 0, kMost + 1));
      page.more = page.next > 1 && page.next <= kMost;
    }
    return page;
  }

  Error failure(int status, const aitb::Headers& headers, const std::string& body) const override {
    const std::optional<json::object> error = error_object(body);
    if (!error) return aitb::http_error(status, headers, name(), kNoErrorObject);
    std::string code(text_at(*error, "status"));
    std::optional<ErrorKind> kind;
    if (const json::array* reasons = array_at(*error, "errors")) {
      for (const json::value& one : *reasons) {
        if (!one.is_object()) continue;
        const std::string_view reason = text_at(one.get_object(), "reason");
        if (!kind) kind = kind_of(reason);
        if (code.empty()) code = reason;
      }
    }
    const std::string message = peer_.redact(std::string(text_at(*error, "message")));
    if (!kind && message.find("API key not valid") != std::string::npos) kind = ErrorKind::auth;
    const Error usual = aitb::http_error(status, headers, name(), message, code);
    if (!kind) return usual;
    Error exact(*kind, usual.what());
    exact.with_status(status).with_code(code).with_retry_after(usual.retry_after());
    return exact;
  }

 private:
  std::string url_, key_;
  service::Peer peer_;
  std::string cx_, language_;
};

}  // namespace

std::unique_ptr<Engine> make_google(const Options& options) { return std::make_unique<Google>(options); }

}  // namespace search
