// Brave Search: JSON, at most 20 hits a page and ten pages; its offset counts pages.
#include <algorithm>
#include <charconv>

#include "engine.hpp"
#include "form_text.hpp"
#include "html.hpp"
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

constexpr int kPage = 20;

/// Comma lists, one figure a window: "1, 15000". The first window without any rest tells how long to wait.
std::optional<aitb::Duration> wait_of(const aitb::Headers& headers) {
  std::string_view remaining = headers.get("x-ratelimit-remaining"), reset = headers.get("x-ratelimit-reset");
  const auto take = [](std::string_view& list) -> std::optional<int> {
    while (list.starts_with(' ')) list.remove_prefix(1);
    int value = 0;
    const auto [end, failed] = std::from_chars(list.data(), list.data() + list.size(), value);
    if (failed != std::errc()) return std::nullopt;
    list.remove_prefix(static_cast<std::size_t>(end - list.data()));
    if (list.starts_with(',')) list.remove_prefix(1);
    return value;
  };
  while (true) {
    const std::optional<int> left = take(remaining), seconds = take(reset);
    if (!left || !seconds) return std::nullopt;
    if (*left <= 0 && *seconds >= 0) return std::chrono::seconds(*seconds);
  }
}

class Brave final : public Engine {
 public:
  explicit Brave(const Options& options)
      : url_((options.base_url.empty() ? "https://api.search.brave.com" : options.base_url) +
             "/res/v1/web/search?"),
        key_(options.api_key),
        peer_("brave", options.api_key),
        country_(options.region),
        language_(options.language) {}

  std::string name() const override { return "brave"; }

  aitb::HttpRequest request(const std::string& query, int most, const Page* before) const override {
    std::string pairs;
    append_pair(pairs, "q", query);
    // Offsets count pages, so all pages of a query must be of one size.
    append_pair(pairs, "count", std::to_string(std::clamp(most, 1, kPage)));
    if (before != nullptr) append_pair(pairs, "offset", std::to_string(before->number + 1));
    if (!country_.empty()) append_pair(pairs, "country", country_);
    if (!language_.empty()) append_pair(pairs, "search_lang", language_);
    aitb::HttpRequest request("GET", url_ + pairs);
    request.headers.set("Accept", "application/json");
    if (!key_.empty()) request.headers.set("X-Subscription-Token", key_);
    return request;
  }

  Page read(const std::string& body) const override {
    const json::object answer = read_answer(name(), body);
    Page page;
    const json::object* web = object_at(answer, "web");
    const json::array* results = web != nullptr ? array_at(*web, "results") : nullptr;
    if (results != nullptr) {
      for (const json::value& item : *results) {
        const json::object* one = item.if_object();
        if (one == nullptr) continue;
        aitb::SearchHit hit;
        hit.title = plain_text(text_at(*one, "title"));
        hit.url = std::string(text_at(*one, "url"));
        hit.snippet = plain_text(text_at(*one, "description"));  // hits are marked by <strong>
        page.hits.push_back(std::move(hit));
      }
    }
    const json::object* query = object_at(answer, "query");
    const json::value* more = query != nullptr ? query->if_contains("more_results_available") : nullptr;
    page.more = more != nullptr && more->is_bool() && more->get_bool();
    return page;
  }

  Error failure(int status, const aitb::Headers& headers, const std::string& body) const override {
    const std::optional<json::object> error = error_object(body);
    if (!error) return aitb::http_error(status, headers, name(), kNoErrorObject);
    const std::string code(text_at(*error, "code"));
    Error usual =
        aitb::http_error(status, headers, name(), peer_.redact(std::string(text_at(*error, "detail"))), code);
    if (!usual.retry_after() && status == 429) usual.with_retry_after(wait_of(headers));
    const bool bad_key = code == "SUBSCRIPTION_TOKEN_INVALID" || code == "SUBSCRIPTION_NOT_FOUND";
    const bool used_up = code == "RATE_LIMITED" || code == "QUOTA_LIMITED";
    if (!bad_key && !used_up) return usual;
    Error exact(bad_key ? ErrorKind::auth : ErrorKind::rate_limited, usual.what());
    exact.with_status(status).with_code(code).with_retry_after(usual.retry_after());
    return exact;
  }

 private:
  std::string url_, key_;
  service::Peer peer_;
  std::string country_, language_;
};

}  // namespace

std::unique_ptr<Engine> make_brave(const Options& options) { return std::make_unique<Brave>(options); }

}  // namespace search
