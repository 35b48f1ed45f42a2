#include <sim_kit/script.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <regex>

#include <sim_kit/conversation.hpp>
#include <sim_kit/wildcard.hpp>

namespace sim_kit {
namespace {

using Counts = std::vector<std::atomic<int>>;
constexpr std::size_t kSearched = 4096;  // of a prompt, by a regular expression: std::regex recurses

std::optional<std::regex> expression(const std::string& prompt, std::size_t number) {
  if (prompt.size() < 2 || prompt.front() != '/' || prompt.back() != '/') return std::nullopt;
  try {
    return std::regex(prompt.substr(1, prompt.size() - 2), std::regex::ECMAScript | std::regex::icase);
  } catch (const std::regex_error& error) {
    throw aitb::ConfigError(
        fmt::format("/script/{}/when/prompt", number),
        fmt::format("reading a script rule: {} is no regular expression ({})", prompt, error.what()));
  }
}

bool has_media(const Ask& ask) {
  for (auto turn = ask.turns.rbegin(); turn != ask.turns.rend(); ++turn) {
    if (turn->role != Role::user) continue;
    const auto first = ask.parts.begin() + turn->first;
    return std::any_of(first, first + turn->count,
                       [](const Part& part) { return part.kind == PartKind::media; });
  }
  return false;
}

}  // namespace

class Script::Prepared {
 public:
  Prepared(const Rule& from, std::size_t number)
      : rule(&from),
        model(from.when.model),
        path(from.when.path),
        prompt(from.when.prompt),
        regex(expression(from.when.prompt, number)) {
    for (const auto& [name, value] : from.when.header) headers.emplace_back(name, Wildcard(value));
  }
  const Rule* rule;
  Wildcard model, path, prompt;
  std::vector<std::pair<std::string_view, Wildcard>> headers;
  std::optional<std::regex> regex;  ///< instead of `prompt`
};

Script::Script(const std::vector<Rule>& rules, aitb::Context& context)
    : used_(context.commons->get<Counts>("script",
                                         [&rules] { return std::make_shared<Counts>(rules.size()); })) {
  for (const Rule& rule : rules) rules_.emplace_back(rule, rules_.size());
}

Script::~Script() = default;

bool Script::fits(const Prepared& prepared, const Ask& ask, const std::string& prompt) const {
  const When& when = prepared.rule->when;
  if (!when.model.empty() && !prepared.model.match(ask.model)) return false;
  if (!when.path.empty() && !prepared.path.match(ask.path)) return false;
  for (const auto& [name, value] : prepared.headers) {
    if (ask.headers == nullptr || !ask.headers->has(name) || !value.match(ask.headers->get(name)))
      return false;
  }
  if (when.turn && *when.turn != turn_number(ask)) return false;
  if (when.has_tools && *when.has_tools == ask.tools.empty()) return false;
  if (when.has_media && *when.has_media != has_media(ask)) return false;
  if (when.tool_results) {
    const std::vector<CallMade> calls = calls_made(ask);
    const auto results = std::count_if(calls.begin(), calls.end(),
                                       [](const CallMade& call) { return call.result.has_value(); });
    if (results != *when.tool_results) return false;
  }
  if (when.prompt.empty()) return true;
  if (!prepared.regex) return prepared.prompt.match(prompt);
  return std::regex_search(prompt.substr(0, kSearched), *prepared.regex);
}

const Do* Script::find(const Ask& ask) const {
  if (rules_.empty()) return nullptr;
  const std::string prompt = last_prompt(ask);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (!fits(rules_[i], ask, prompt)) continue;
    const Rule& rule = *rules_[i].rule;
    if (rule.times > 0 && (*used_)[i].fetch_add(1) >= rule.times) continue;
    return &rule.action;
  }
  return nullptr;
}

std::string filled(const std::string& reply, const Ask& ask) {
  std::string out;
  for (std::size_t at = 0; at < reply.size();) {
    const std::string_view rest = std::string_view(reply).substr(at);
    if (rest.starts_with("{prompt}")) {
      out += last_prompt(ask);
      at += 8;
    } else if (rest.starts_with("{results}")) {
      std::string_view separator;
      for (const CallMade& call : calls_made(ask)) {
        if (!call.result) continue;
        out.append(separator).append(*call.result);
        separator = "\n";
      }
      at += 9;
    } else {
      out += reply[at++];
    }
  }
  return out;
}

}  // namespace sim_kit
