// DuckDuckGo has no API for results: its script-free pages are asked for by a form and read as HTML.
#include "duckduckgo_page.hpp"
#include "form_text.hpp"

namespace search {
namespace {

using aitb::Error;
using aitb::ErrorKind;

class DuckDuckGo final : public Engine {
 public:
  explicit DuckDuckGo(const Options& options)
      : url_(options.base_url.empty() ? "https://" + options.page + ".duckduckgo.com" : options.base_url),
        region_(options.region) {
    url_ += "/" + options.page + "/";
  }

  std::string name() const override { return "duckduckgo"; }

  aitb::HttpRequest request(const std::string& query, int, const Page* before) const override {
    std::string form;
    if (before != nullptr) {
      for (const auto& [name, value] : before->form) append_pair(form, name, value);
    } else {
      append_pair(form, "q", query);
      append_pair(form, "b", "");
      append_pair(form, "kl", region_);
    }
    aitb::HttpRequest request("POST", url_, std::move(form), "application/x-www-form-urlencoded");
    request.headers.set("Accept", "text/html");
    return request;
  }

  Page read(const std::string& body) const override {
    DuckDuckGoPage found(body);
    if (found.anomaly) throw refused(200);
    if (found.page.hits.empty() && !found.has_query_field) {
      throw Error(
          ErrorKind::protocol,
          "duckduckgo answered with a page that is none of its result pages; its layout may have changed")
          .with_status(200);
    }
    return std::move(found.page);
  }

  Error failure(int status, const aitb::Headers& headers, const std::string& body) const override {
    const DuckDuckGoPage found(body);
    if (found.anomaly || status == 202) {
      return refused(status).with_retry_after(aitb::http_error(status, headers, name(), "").retry_after());
    }
    return aitb::http_error(status, headers, name(), status < 400 ? "no page of results" : "");
  }

 private:
  static Error refused(int status) {
    Error error(
        ErrorKind::rate_limited,
        "duckduckgo asks whether we are human, which it does when queries come too fast; wait, or lower "
        "thread_count");
    error.with_status(status).with_code("anomaly");
    return error;
  }

  std::string url_, region_;
};

}  // namespace

std::unique_ptr<Engine> make_duckduckgo(const Options& options) {
  return std::make_unique<DuckDuckGo>(options);
}

}  // namespace search
