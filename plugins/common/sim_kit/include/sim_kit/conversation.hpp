// Looks back over a conversation: the prompt that is being answered, and what its tool calls gave.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sim_kit/ask.hpp>

namespace sim_kit {

/// A tool call that was made since the last prompt.
class CallMade {
 public:
  CallMade() = default;
  std::string_view name, arguments, id;
  std::optional<std::string_view> result;
  bool failed = false;
};

/// The text of the last user turn.
std::string last_prompt(const Ask& ask);
/// User turns so far: 1 for the first prompt.
int turn_number(const Ask& ask);
/// Calls since the last prompt, in order; a result without its call counts as one, too.
std::vector<CallMade> calls_made(const Ask& ask);
/// At most `bytes` of a text in one line, cut at a character's border.
std::string excerpt(std::string_view text, std::size_t bytes);

}  // namespace sim_kit
