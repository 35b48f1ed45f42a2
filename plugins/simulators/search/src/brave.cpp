// Brave's web search: the answer object, and its ErrorResponse.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <sim_kit/ids.hpp>

#include "answer.hpp"

namespace search_simulator {
namespace {

namespace json = boost::json;

constexpr int kPage = 20, kLastOffset = 9;

int within(const Call& call, std::string_view name, int otherwise, int low, int high) {
  const std::optional<int> number = call.number(name, otherwise);
  if (number && *number >= low && *number <= high) return *number;
  throw Refusal(422, "VALIDATION", "Unable to validate request parameter(s)");
}

json::object result(const Document& document, const std::vector<std::string>& words) {
  json::object out, profile, meta;
  profile["name"] = document.host;
  profile["url"] = document.url;
  profile["long_name"] = document.host;
  profile["img"] = "https://imgs.search.brave.com/icons/" + document.host;
  meta["scheme"] = "https";
  meta["netloc"] = document.host;
  meta["hostname"] = document.host;
  meta["favicon"] = "https://imgs.search.brave.com/icons/" + document.host;
  meta["path"] = document.url.substr(document.url.find('/', 8));
  out["title"] = document.title;
  out["url"] = document.url;
  out["is_source_local"] = false;
  out["is_source_both"] = false;
  out["description"] = marked(document.snippet, words, "strong");
  out["profile"] = std::move(profile);
  out["language"] = "en";
  out["family_friendly"] = true;
  out["type"] = "search_result";
  out["subtype"] = "generic";
  out["meta_url"] = std::move(meta);
  return out;
}

}  // namespace

Answer brave_answer(const Call& call, const Corpus& corpus) {
  const std::string query = call.value("q");
  const int count = within(call, "count", kPage, 1, kPage);
  const int offset = within(call, "offset", 0, 0, kLastOffset);
  if (query.empty() || query.size() > 400) {
    throw Refusal(422, "VALIDATION", "Unable to validate request parameter(s)");
  }
  const int all = corpus.count(query), start = std::min(all, offset * count),
            end = std::min(all, start + count);
  const std::vector<std::string> words = query_words(query);
  json::object out, asked, mixed, web;
  asked["original"] = query;
  asked["show_strict_warning"] = false;
  asked["is_navigational"] = false;
  asked["is_news_breaking"] = false;
  asked["spellcheck_off"] = true;
  asked["country"] = "us";
  asked["bad_results"] = false;
  asked["should_fallback"] = false;
  asked["postal_code"] = "";
  asked["city"] = "";
  asked["header_country"] = "";
  asked["more_results_available"] = end < all && offset < kLastOffset;
  asked["state"] = "";
  json::array main, results;
  for (int i = start; i < end; ++i) {
    json::object place;
    place["type"] = "web";
    place["index"] = i - start;
    place["all"] = false;
    main.push_back(std::move(place));
    results.push_back(result(corpus.document(query, i), words));
  }
  mixed["type"] = "mixed";
  mixed["main"] = std::move(main);
  mixed["top"] = json::array();
  mixed["side"] = json::array();
  out["query"] = std::move(asked);
  out["mixed"] = std::move(mixed);
  out["type"] = "search";
  if (!results.empty()) {
    web["type"] = "search";
    web["results"] = std::move(results);
    web["family_friendly"] = true;
    out["web"] = std::move(web);
  }
  return Answer(200, "application/json", json::serialize(out));
}

Answer brave_refusal(const Refusal& refusal, aitb::Random& ids, std::int64_t wall_seconds) {
  struct Usual {
    int status;
    const char *code, *detail;
  };
  constexpr Usual kUsual[] = {{422, "VALIDATION", "Unable to validate request parameter(s)"},
                              {429, "RATE_LIMITED", "Request rate limit exceeded for plan."},
                              {404, "NOT_FOUND", "No such resource."},
                              {500, "INTERNAL", "Internal server error"}};
  const Usual* usual = std::find_if(std::begin(kUsual), std::end(kUsual) - 1,
                                    [&](const Usual& each) { return each.status == refusal.status; });
  json::object out, error, meta;
  meta["component"] = refusal.code.starts_with("SUBSCRIPTION") ? "authentication" : "api";
  error["id"] = sim_kit::random_id("", 32, ids, "0123456789abcdef");
  error["status"] = refusal.status;
  error["code"] = refusal.code.empty() ? usual->code : refusal.code;
  error["detail"] = refusal.message.empty() ? usual->detail : refusal.message;
  error["meta"] = std::move(meta);
  out["type"] = "ErrorResponse";
  out["id"] = error["id"];
  out["status"] = refusal.status;
  out["time"] = wall_seconds;
  out["error"] = std::move(error);
  return Answer(refusal.status, "application/json", json::serialize(out));
}

}  // namespace search_simulator
