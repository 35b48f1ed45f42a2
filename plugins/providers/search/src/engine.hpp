// What differs between search engines: how a page of results is asked for, read, and refused.
#pragma once
#include <aitb/http.hpp>
#include <aitb/provider.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "options.hpp"

namespace search {

/// One page of results, and what asking for the next one takes.
class Page {
 public:
  Page() = default;
  std::vector<aitb::SearchHit> hits;
  bool more = false;
  int number = 0;                                         ///< from 0, counted by who asks
  int next = 0;                                           ///< Google: where the next page starts
  std::vector<std::pair<std::string, std::string>> form;  ///< DuckDuckGo: the form behind "Next"
};

inline constexpr int kMostPages = 10;  ///< no engine gives more

class Engine {
 public:
  virtual ~Engine() = default;
  /// "duckduckgo", for records and sentences.
  virtual std::string name() const = 0;
  /// `most` hits are wanted in all; `before` is the page before, nullptr for the first.
  virtual aitb::HttpRequest request(const std::string& query, int most, const Page* before) const = 0;
  /// A page whose status says success. Throws Error.
  virtual Page read(const std::string& body) const = 0;
  virtual aitb::Error failure(int status, const aitb::Headers& headers, const std::string& body) const = 0;
};

std::unique_ptr<Engine> make_duckduckgo(const Options& options);
std::unique_ptr<Engine> make_google(const Options& options);
std::unique_ptr<Engine> make_brave(const Options& options);
/// By options.engine. Throws ConfigError for options that do not fit.
std::unique_ptr<Engine> make_engine(const Options& options);

}  // namespace search
