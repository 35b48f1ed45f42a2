#include "search.hpp"

#include <algorithm>

#include "service/connection.hpp"
#include "service/response.hpp"
#include "service/summing_tap.hpp"

namespace search {
namespace {

using aitb::Error;
using aitb::ErrorKind;
using aitb::SearchHit;

constexpr std::size_t kPageLimit = 8u << 20u;

void report(const SearchHit& hit, aitb::Exchange& out) {
  std::string text;
  text.reserve(hit.title.size() + hit.url.size() + hit.snippet.size() + 4);
  text.append(hit.title).append("\n").append(hit.url).append("\n").append(hit.snippet).append("\n\n");
  out.delta(aitb::Channel::answer, text);
}

/// A connection that is not to be kept is dropped when the query is over, whichever way it ends.
class Parting {
 public:
  Parting(aitb::HttpClient& client, bool keep) : client_(keep ? nullptr : &client) {}
  ~Parting() {
    if (client_ != nullptr) client_->forget_idle();
  }
  Parting(const Parting&) = delete;
  Parting& operator=(const Parting&) = delete;

 private:
  aitb::HttpClient* client_;
};

}  // namespace

std::unique_ptr<Engine> make_engine(const Options& options) {
  if (!options.base_url.empty() && !options.base_url.starts_with("http://") &&
      !options.base_url.starts_with("https://")) {
    throw aitb::ConfigError("/base_url", "an engine's base_url begins with http:// or https://");
  }
  if (options.engine == "google") return make_google(options);
  if (options.engine == "brave") return make_brave(options);
  return make_duckduckgo(options);
}

SearchProvider::SearchProvider(Options options, aitb::Context& context)
    : keep_connections_(options.keep_connections),
      user_agent_(options.user_agent),
      engine_(make_engine(options)),
      client_(service::make_client(options.connection, context)) {}

aitb::task<Page> SearchProvider::ask(aitb::HttpRequest request, aitb::Tap& tap) {
  request.headers.set("User-Agent", user_agent_);
  aitb::HttpResponse response = co_await client_->send(std::move(request), tap);
  if (response.status != 200) {
    const std::string body = co_await service::error_body(response);
    throw engine_->failure(response.status, response.headers, body);
  }
  const std::string body = co_await response.text(kPageLimit);
  co_return engine_->read(body);
}

aitb::task<std::vector<SearchHit>> SearchProvider::query(std::string text, int max_results,
                                                         aitb::Exchange& out) {
  out.request(text, text.size());
  out.note("engine", engine_->name());
  const Parting parting(*client_, keep_connections_);
  const auto most = static_cast<std::size_t>(std::max(max_results, 1));
  service::SummingTap tap(out);
  std::vector<SearchHit> hits;
  Page page;
  for (int number = 0; number < kMostPages; ++number) {
    const Page* before = number > 0 ? &page : nullptr;
    aitb::HttpRequest request = engine_->request(text, static_cast<int>(most), before);
    page = co_await ask(std::move(request), tap);
    page.number = number;
    for (SearchHit& hit : page.hits) {
      if (hits.size() == most) break;
      report(hit, out);
      hits.push_back(std::move(hit));
    }
    if (hits.size() == most || !page.more || page.hits.empty()) break;
  }
  out.note("pages", std::to_string(page.number + 1));
  out.note("results", std::to_string(hits.size()));
  co_return hits;
}

}  // namespace search
