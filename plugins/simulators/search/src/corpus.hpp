// Web pages that do not exist: the n-th result of a query is always the same page.
#pragma once
#include <aitb/random.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace search_simulator {

class Document {
 public:
  Document() = default;
  std::string title, url, host, snippet;
};

class Corpus {
 public:
  Corpus(std::uint64_t seed, int most_results, std::vector<std::string> no_results);
  /// How many results the query has.
  int count(std::string_view query) const;
  Document document(std::string_view query, int rank) const;

 private:
  aitb::Random stream(std::string_view query, std::string_view what) const;

  std::uint64_t seed_;
  int most_;
  std::vector<std::string> no_results_;
};

/// The words of a query in lower case, without punctuation; at most eight.
std::vector<std::string> query_words(std::string_view query);

}  // namespace search_simulator
