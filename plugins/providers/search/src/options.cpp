#include "options.hpp"

namespace search {
namespace {

using aitb::field;
using aitb::Field;
using Fields = std::vector<Field>;

void add_common(Fields& all, Options& o) {
  all.push_back(field("base_url", o.base_url, "Where the engine is; empty: the engine's own host"));
  all.push_back(field("keep_connections", o.keep_connections,
                      "Keep connections open for the next query; otherwise each query pays for a new one"));
  all.push_back(field("user_agent", o.user_agent, "Sent as User-Agent").not_empty());
}

void add_page(Fields& all, Options& o) {
  all.push_back(field("page", o.page, "DuckDuckGo's page: lite or html").choices({"lite", "html"}));
  all.push_back(
      field("region", o.region, "DuckDuckGo's kl or Brave's country (us-en, de …); empty: by address"));
}

Field language(Options& o) {
  return field("language", o.language,
               "Language of the results (Google's lr, Brave's search_lang); empty: any");
}

Field api_key(Options& o, const char* example) {
  return field("api_key", o.api_key, "Key of the engine's API; DuckDuckGo has none")
      .secret()
      .example(example);
}

Field cx(Options& o) {
  return field("cx", o.cx, "Google: id of the programmable search engine")
      .secret()
      .example("${GOOGLE_SEARCH_CX}");
}

}  // namespace

aitb::FieldTable fields(Options& o) {
  Fields all;
  all.push_back(field("engine", o.engine, "Which engine it is").choices({"duckduckgo", "google", "brave"}));
  add_common(all, o);
  add_page(all, o);
  all.push_back(language(o));
  all.push_back(field("api_key", o.api_key, "Key of the engine's API; DuckDuckGo has none").secret());
  all.push_back(field("cx", o.cx, "Google: id of the programmable search engine").secret());
  return service::with_connection(std::move(all), o.connection);
}

aitb::FieldTable fields(DuckDuckGoOptions& o) {
  Fields all;
  add_common(all, o);
  add_page(all, o);
  return service::with_connection(std::move(all), o.connection);
}

aitb::FieldTable fields(GoogleOptions& o) {
  Fields all;
  add_common(all, o);
  all.push_back(language(o));
  all.push_back(api_key(o, "${GOOGLE_SEARCH_API_KEY}"));
  all.push_back(cx(o));
  return service::with_connection(std::move(all), o.connection);
}

aitb::FieldTable fields(BraveOptions& o) {
  Fields all;
  add_common(all, o);
  all.push_back(field("region", o.region, "Brave's country (us, de …); empty: the engine's choice"));
  all.push_back(language(o));
  all.push_back(api_key(o, "${BRAVE_API_KEY}"));
  return service::with_connection(std::move(all), o.connection);
}

}  // namespace search
