#include <sim_kit/agent.hpp>

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>
#include <set>

#include <sim_kit/clues.hpp>
#include <sim_kit/schema_sample.hpp>

namespace sim_kit {
namespace {

namespace json = boost::json;

constexpr std::size_t kQuote = 160, kQuestion = 120;  // bytes of results and prompt in the answer

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const unsigned char c = i < text.size() ? static_cast<unsigned char>(text[i]) : ' ';
    if (std::isalnum(c) != 0) {
      word += static_cast<char>(std::tolower(c));
      continue;
    }
    if (word.size() >= 3) words.insert(word.substr(0, 6));  // so that plans and planning meet
    word.clear();
  }
  return words;
}

/// The tools that the prompt is about, most fitting first; at least two if there are two.
std::vector<const Tool*> fitting(const Ask& ask, const std::string& prompt, aitb::Random& random) {
  struct Scored {
    std::size_t score;
    std::uint64_t tie;
    const Tool* tool;
  };
  const std::set<std::string> asked = words_of(prompt);
  std::vector<Scored> all;
  for (const Tool& tool : ask.tools) {
    const std::set<std::string> offered = words_of(fmt::format("{} {}", tool.name, tool.description));
    const auto common = std::count_if(offered.begin(), offered.end(),
                                      [&](const std::string& word) { return asked.contains(word); });
    all.push_back(Scored{static_cast<std::size_t>(common), random.next(), &tool});
  }
  std::sort(all.begin(), all.end(), [](const Scored& a, const Scored& b) {
    return a.score != b.score ? a.score > b.score : a.tie < b.tie;
  });
  std::vector<const Tool*> chosen;
  for (const Scored& one : all) {
    if (one.score == 0 && chosen.size() >= 2) break;
    chosen.push_back(one.tool);
  }
  return chosen;
}

}  // namespace

std::vector<WantedCall> Agent::next(const Ask& ask, const aitb::Random& texts) const {
  std::vector<WantedCall> step;
  if (ask.tools.empty() || options_.max_calls < 1) return step;
  const std::string prompt = last_prompt(ask);
  std::uint64_t hash = digest(prompt);
  for (const Tool& tool : ask.tools) hash = digest(tool.name, hash);
  aitb::Random random = texts.split("agent/" + std::to_string(hash));
  const int low = std::min(options_.min_calls, options_.max_calls);
  const auto total =
      static_cast<std::size_t>(low) + random.below(static_cast<std::uint64_t>(options_.max_calls - low) + 1);
  const std::vector<const Tool*> tools = fitting(ask, prompt, random);
  const std::size_t done = calls_made(ask).size();
  std::size_t begin = 0;
  while (begin < total) {
    const std::size_t most = std::min(static_cast<std::size_t>(options_.parallel), total - begin);
    const std::size_t size = 1 + random.below(most);
    const std::size_t end = begin + (ask.parallel_tools ? size : 1);
    if (end > done) {
      for (std::size_t i = std::max(begin, done); i < end; ++i)
        step.emplace_back(tools[i % tools.size()], i / tools.size());
      return step;
    }
    begin = end;
  }
  return step;
}

std::string Agent::arguments(const Ask& ask, const Tool& tool, std::size_t nth, aitb::Random& random) {
  const Clues clues(last_prompt(ask), calls_made(ask));
  if (tool.custom) return last_prompt(ask);
  if (tool.parameters == nullptr || !tool.parameters->is_object()) return "{}";
  const PropertyHint hint = [&](std::string_view name, const json::object& schema) {
    return clues.suggest(name, schema, nth);
  };
  json::value made = schema_sample(*tool.parameters, random, hint);
  return made.is_object() ? json::serialize(made) : "{}";
}

std::string Agent::answer(const Ask& ask) {
  const std::vector<CallMade> calls = calls_made(ask);
  std::string text =
      fmt::format("You asked: \"{}\". I called {} tool{} to find out.\n",
                  excerpt(last_prompt(ask), kQuestion), calls.size(), calls.size() == 1 ? "" : "s");
  int number = 0;
  for (const CallMade& call : calls) {
    const std::string_view name = call.name.empty() ? "The tool" : call.name;
    if (!call.result) {
      text += fmt::format("\n{}. {} gave no result.", ++number, name);
    } else {
      text += fmt::format("\n{}. {} {}: \"{}\"", ++number, name, call.failed ? "failed" : "says",
                          excerpt(*call.result, kQuote));
    }
  }
  return text;
}

}  // namespace sim_kit
