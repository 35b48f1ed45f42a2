#include <sim_kit/conversation.hpp>

#include <algorithm>

namespace sim_kit {
namespace {

std::size_t last_user(const Ask& ask) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < ask.turns.size(); ++i) {
    if (ask.turns[i].role == Role::user) found = i;
  }
  return found;
}

void answer(std::vector<CallMade>& calls, const Part& part) {
  // Gemini's results may have no id: then the first open call of that name is meant.
  const auto open = std::find_if(calls.begin(), calls.end(), [&](const CallMade& call) {
    return !call.result && (part.id.empty() ? call.name == part.name : call.id == part.id);
  });
  CallMade& call = open != calls.end() ? *open : calls.emplace_back();
  if (call.name.empty()) call.name = part.name;
  call.result = part.text;
  call.failed = part.failed;
}

}  // namespace

std::string last_prompt(const Ask& ask) {
  std::string text;
  if (ask.turns.empty()) return text;
  const Turn& turn = ask.turns[last_user(ask)];
  for (std::uint32_t i = turn.first; i < turn.first + turn.count; ++i) {
    if (ask.parts[i].kind != PartKind::text) continue;
    if (!text.empty()) text += '\n';
    text += ask.parts[i].text;
  }
  return text;
}

int turn_number(const Ask& ask) {
  return static_cast<int>(std::count_if(ask.turns.begin(), ask.turns.end(),
                                        [](const Turn& turn) { return turn.role == Role::user; }));
}

std::vector<CallMade> calls_made(const Ask& ask) {
  std::vector<CallMade> calls;
  if (ask.turns.empty()) return calls;
  for (std::uint32_t i = ask.turns[last_user(ask)].first; i < ask.parts.size(); ++i) {
    const Part& part = ask.parts[i];
    if (part.kind == PartKind::call) {
      CallMade& call = calls.emplace_back();
      call.name = part.name;
      call.arguments = part.text;
      call.id = part.id;
    } else if (part.kind == PartKind::result) {
      answer(calls, part);
    }
  }
  return calls;
}

std::string excerpt(std::string_view text, std::size_t bytes) {
  std::string line;
  for (char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= 0x20;
    if (blank && (line.empty() || line.back() == ' ')) continue;
    if (line.size() >= bytes && (static_cast<unsigned char>(c) & 0xC0u) != 0x80u) break;
    line += blank ? ' ' : c;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace sim_kit
