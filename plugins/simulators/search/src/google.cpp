// Google Custom Search: the answer object, and errors in Google's form.
#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "answer.hpp"

namespace search_simulator {
namespace {

namespace json = boost::json;

constexpr int kPage = 10, kMost = 100;
constexpr const char* kType = "application/json; charset=UTF-8";

json::object described(const std::string& query, const std::string& cx, int total, int count, int start) {
  json::object out;
  out["title"] = "Google Custom Search - " + query;
  out["totalResults"] = std::to_string(total);
  out["searchTerms"] = query;
  out["count"] = count;
  out["startIndex"] = start;
  out["inputEncoding"] = "utf8";
  out["outputEncoding"] = "utf8";
  out["safe"] = "off";
  out["cx"] = cx;
  return out;
}

json::object item(const Document& document, const std::vector<std::string>& words) {
  json::object out;
  out["kind"] = "customsearch#result";
  out["title"] = document.title;
  out["htmlTitle"] = marked(document.title, words, "b");
  out["link"] = document.url;
  out["displayLink"] = document.host;
  out["snippet"] = document.snippet;
  out["htmlSnippet"] = marked(document.snippet, words, "b");
  out["formattedUrl"] = document.url;
  out["htmlFormattedUrl"] = escaped(document.url);
  return out;
}

json::array one(json::object only) {
  json::array list;
  list.push_back(std::move(only));
  return list;
}

int within(const Call& call, std::string_view name, int otherwise, int low, int high) {
  const std::optional<int> number = call.number(name, otherwise);
  if (number && *number >= low && *number <= high) return *number;
  throw Refusal(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
}

}  // namespace

Answer google_answer(const Call& call, const Corpus& corpus, double seconds) {
  const std::string query = call.value("q"), cx = call.value("cx");
  const int wanted = within(call, "num", kPage, 1, kPage);
  const int start = within(call, "start", 1, 1, kMost + 1 - wanted);
  if (query.empty()) throw Refusal(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
  const int all = corpus.count(query);
  const int count = std::clamp(all - start + 1, 0, wanted);
  const std::vector<std::string> words = query_words(query);
  json::object out, url, queries, context, information;
  url["type"] = "application/json";
  url["template"] =
      "https://www.googleapis.com/customsearch/"
      "v1?q={searchTerms}&num={count?}&start={startIndex?}&lr={language?}"
      "&safe={safe?}&cx={cx?}&sort={sort?}&filter={filter?}&gl={gl?}&cr={cr?}&googlehost={googleHost?}&"
      "c2coff={disable"
      "CnTwTranslation?}&hq={hq?}&hl={hl?}&alt=json";
  queries["request"] = one(described(query, cx, all, count, start));
  const int next = start + wanted;
  if (next <= all && next <= kMost + 1 - wanted)
    queries["nextPage"] = one(described(query, cx, all, wanted, next));
  if (start > 1) {
    queries["previousPage"] = one(described(query, cx, all, wanted, std::max(1, start - wanted)));
  }
  context["title"] = "Simulated search engine";
  information["searchTime"] = seconds;
  information["formattedSearchTime"] = fmt::format("{:.2f}", seconds);
  information["totalResults"] = std::to_string(all);
  information["formattedTotalResults"] = std::to_string(all);
  out["kind"] = "customsearch#search";
  out["url"] = std::move(url);
  out["queries"] = std::move(queries);
  out["context"] = std::move(context);
  out["searchInformation"] = std::move(information);
  if (count > 0) {
    json::array items;
    for (int i = 0; i < count; ++i) items.push_back(item(corpus.document(query, start - 1 + i), words));
    out["items"] = std::move(items);
  }
  return Answer(200, kType, json::serialize(out));
}

Answer google_refusal(const Refusal& refusal) {
  struct Usual {
    int status;
    const char *name, *reason, *message;
  };
  constexpr Usual kUsual[] = {
      {400, "INVALID_ARGUMENT", "badRequest", "Request contains an invalid argument."},
      {401, "UNAUTHENTICATED", "authError", "Request had invalid authentication credentials."},
      {403, "PERMISSION_DENIED", "forbidden", "The caller does not have permission."},
      {404, "NOT_FOUND", "notFound", "Requested entity was not found."},
      {429, "RESOURCE_EXHAUSTED", "rateLimitExceeded",
       "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute'."},
      {503, "UNAVAILABLE", "backendError", "The service is currently unavailable."},
      {500, "INTERNAL", "backendError", "Internal error encountered."}};
  const Usual* usual = std::find_if(std::begin(kUsual), std::end(kUsual) - 1,
                                    [&](const Usual& each) { return each.status == refusal.status; });
  const std::string message = refusal.message.empty() ? usual->message : refusal.message;
  json::object out, error, reason;
  reason["message"] = message;
  reason["domain"] = "global";
  reason["reason"] = usual->reason;
  error["code"] = refusal.status;
  error["message"] = message;
  error["errors"] = one(std::move(reason));
  error["status"] = refusal.code.empty() ? usual->name : refusal.code;
  out["error"] = std::move(error);
  return Answer(refusal.status, kType, json::serialize(out));
}

}  // namespace search_simulator
