#include <sim_kit/prompt_tokens.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace sim_kit {
namespace {

// Every role is one token of every encoding.
constexpr std::int64_t kMessage = 3, kRole = 1, kName = 1, kPriming = 3;

std::int64_t count(std::string_view text, const aitb::TokenCounter& counter) {
  return text.empty() ? 0 : static_cast<std::int64_t>(counter.count(text));
}

}  // namespace

std::int64_t prompt_tokens(const Ask& ask, const aitb::TokenCounter& counter, std::size_t turns) {
  std::int64_t total = kPriming;
  for (std::size_t i = 0; i < std::min(turns, ask.turns.size()); ++i) {
    const Turn& turn = ask.turns[i];
    total += kMessage + kRole;
    if (!turn.name.empty()) total += kName + count(turn.name, counter);
    for (std::uint32_t at = turn.first; at < turn.first + turn.count; ++at) {
      const Part& part = ask.parts[at];
      if (part.kind == PartKind::call) total += count(part.name, counter);
      total += part.tokens >= 0 ? part.tokens : count(part.text, counter);
    }
  }
  if (ask.tool_list != nullptr && !ask.tool_list->empty()) {
    total += count(boost::json::serialize(*ask.tool_list), counter);
  }
  return total;
}

}  // namespace sim_kit
