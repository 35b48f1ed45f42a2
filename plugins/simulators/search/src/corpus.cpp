#include "corpus.hpp"

#include <algorithm>
#include <array>

namespace search_simulator {
namespace {

constexpr std::array<std::string_view, 96> kWords = {
    "network",   "radio",      "guide",     "research",   "overview",    "latency",    "spectrum",
    "mobile",    "system",     "design",    "analysis",   "report",      "standard",   "study",
    "traffic",   "service",    "edge",      "cloud",      "device",      "measure",    "model",
    "agent",     "stream",     "media",     "video",      "audio",       "packet",     "protocol",
    "session",   "user",       "data",      "learning",   "training",    "inference",  "energy",
    "antenna",   "coverage",   "satellite", "core",       "access",      "security",   "privacy",
    "cost",      "market",     "vendor",    "operator",   "city",        "vehicle",    "factory",
    "health",    "robot",      "sensor",    "open",       "source",      "tool",       "library",
    "benchmark", "result",     "figure",    "table",      "method",      "approach",   "problem",
    "answer",    "question",   "history",   "future",     "trend",       "release",    "feature",
    "update",    "paper",      "journal",   "conference", "lecture",     "course",     "book",
    "chapter",   "notes",      "blog",      "forum",      "community",   "project",    "team",
    "work",      "plan",       "test",      "field",      "trial",       "deployment", "operation",
    "review",    "comparison", "practice",  "principle",  "introduction"};
constexpr std::array<std::string_view, 8> kEndings = {"example",     "test",    "example.org", "example.com",
                                                      "example.net", "example", "test",        "example.org"};

std::string_view word(aitb::Random& random) { return kWords[random.below(kWords.size())]; }

std::string capital(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out;
}

}  // namespace

std::vector<std::string> query_words(std::string_view query) {
  std::vector<std::string> words;
  std::string current;
  const auto end = [&] {
    if (!current.empty() && words.size() < 8) words.push_back(std::move(current));
    current.clear();
  };
  for (const char c : query) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
      current += c;
    } else if (c >= 'A' && c <= 'Z') {
      current += static_cast<char>(c + 32);
    } else {
      end();
    }
  }
  end();
  return words;
}

Corpus::Corpus(std::uint64_t seed, int most_results, std::vector<std::string> no_results)
    : seed_(seed), most_(most_results), no_results_(std::move(no_results)) {}

aitb::Random Corpus::stream(std::string_view query, std::string_view what) const {
  std::string name(what);
  name.append("/").append(query);
  return aitb::Random(seed_, name);
}

int Corpus::count(std::string_view query) const {
  if (query.empty() || most_ == 0) return 0;
  for (const std::string& text : no_results_) {
    if (!text.empty() && query.find(text) != std::string_view::npos) return 0;
  }
  const int least = (most_ + 2) / 3;
  return least +
         static_cast<int>(stream(query, "count").below(static_cast<std::uint64_t>(most_ - least + 1)));
}

Document Corpus::document(std::string_view query, int rank) const {
  aitb::Random random = stream(query, std::to_string(rank));
  const std::vector<std::string> asked = query_words(query);
  const auto topic = [&]() -> std::string_view {
    return asked.empty() ? word(random) : std::string_view(asked[random.below(asked.size())]);
  };
  Document document;
  const std::string_view first = topic();
  document.title = capital(first);
  for (int i = 0; i < 3; ++i) document.title.append(" ").append(i == 1 ? topic() : word(random));
  document.title.append(random.below(2) == 0 ? " - " : ": ").append(capital(word(random)));
  document.host.append(word(random)).append("-").append(word(random)).append(".");
  document.host.append(kEndings[random.below(kEndings.size())]);
  document.url.append("https://").append(document.host).append("/").append(word(random)).append("/");
  document.url.append(word(random)).append("-").append(std::to_string(random.below(100000)));
  const std::uint64_t words = 18 + random.below(14);
  document.snippet = capital(word(random));
  for (std::uint64_t i = 1; i < words; ++i)
    document.snippet.append(" ").append(i % 5 == 2 ? topic() : word(random));
  document.snippet += " …";
  return document;
}

}  // namespace search_simulator
