// What YAML can say about a search engine.
#pragma once
#include <aitb/config.hpp>

#include <string>

#include "service/connection.hpp"

namespace search {

struct Options {
  std::string engine = "duckduckgo";
  std::string base_url;
  std::string page = "lite";
  std::string api_key, cx;
  std::string region, language;
  std::string user_agent = "Mozilla/5.0 (X11; Linux x86_64) aitb/0.1";
  bool keep_connections = false;
  service::Connection connection;
};
/// For type `search`: the engine is an option.
aitb::FieldTable fields(Options& options);

// Types of one engine each, so that a scenario's search_engine can name them without an entry of
// `providers:`.
struct DuckDuckGoOptions : Options {};
aitb::FieldTable fields(DuckDuckGoOptions& options);

struct GoogleOptions : Options {
  GoogleOptions() { engine = "google"; }
};
aitb::FieldTable fields(GoogleOptions& options);

struct BraveOptions : Options {
  BraveOptions() { engine = "brave"; }
};
aitb::FieldTable fields(BraveOptions& options);

}  // namespace search
