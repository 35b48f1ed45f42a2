// Finds the results in a page of DuckDuckGo, of the lite and of the html kind.
#pragma once
#include <string_view>

#include "engine.hpp"

namespace search {

class DuckDuckGoPage {
 public:
  explicit DuckDuckGoPage(std::string_view html);
  Page page;
  bool has_query_field = false;  ///< true on every page of results, also on one without hits
  bool anomaly = false;          ///< the puzzle that clients get who ask too much
};

/// Where a result's link leads: "//duckduckgo.com/l/?uddg=…" is unwrapped; "" for an advertisement's.
std::string result_url(std::string_view href);

}  // namespace search
