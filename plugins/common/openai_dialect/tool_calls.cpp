#include "openai_dialect/tool_calls.hpp"

#include <algorithm>

#include "service/json_read.hpp"

namespace openai_dialect {

using namespace service;
namespace {

constexpr std::int64_t kFunctionCall = -1;  // the one unnumbered call of the older form

}  // namespace

ToolCalls::Slot& ToolCalls::slot(std::int64_t choice, std::int64_t index) {
  for (Slot& slot : slots_) {
    if (slot.choice == choice && slot.index == index) return slot;
  }
  return slots_.emplace_back(Slot{choice, index, aitb::ToolCall()});
}

/// Whole messages number nothing, and some streams do not either: then an id or a name begins a call, and
/// what has neither belongs to the last one.
ToolCalls::Slot& ToolCalls::slot(std::int64_t choice, const boost::json::object& piece) {
  if (const std::optional<std::int64_t> index = integer_at(piece, "index")) return slot(choice, *index);
  const std::string_view id = text_at(piece, "id");
  const boost::json::object* function = object_at(piece, "function");
  const bool named = function != nullptr && !text_at(*function, "name").empty();
  std::int64_t last = -1;
  for (Slot& slot : slots_) {
    if (slot.choice != choice) continue;
    if (!id.empty() && slot.call.id == id) return slot;
    last = std::max(last, slot.index);
  }
  const bool goes_on = id.empty() && !named && last >= 0;
  return slot(choice, goes_on ? last : last + 1);
}

bool ToolCalls::take(Slot& slot, std::string_view name, std::string_view arguments, aitb::Exchange& out) {
  piece_.clear();
  if (slot.call.name.empty() && !name.empty()) {
    slot.call.name = name;
    piece_ = name;
  }
  slot.call.arguments += arguments;
  piece_ += arguments;
  if (piece_.empty()) return false;
  out.delta(aitb::Channel::tool_call, piece_);
  return true;
}

bool ToolCalls::add(std::int64_t choice, const boost::json::object& piece, aitb::Exchange& out) {
  Slot& target = slot(choice, piece);
  if (const std::string_view id = text_at(piece, "id"); target.call.id.empty() && !id.empty()) {
    target.call.id = id;
  }
  if (const boost::json::object* custom = object_at(piece, "custom")) {
    return take(target, text_at(*custom, "name"), text_at(*custom, "input"), out);
  }
  const boost::json::object* function = object_at(piece, "function");
  if (function == nullptr) return false;
  return take(target, text_at(*function, "name"), text_at(*function, "arguments"), out);
}

bool ToolCalls::add_function_call(std::int64_t choice, const boost::json::object& call, aitb::Exchange& out) {
  return take(slot(choice, kFunctionCall), text_at(call, "name"), text_at(call, "arguments"), out);
}

void ToolCalls::report(aitb::Exchange& out) {
  for (const Slot& slot : slots_) out.tool_call(slot.call);
  slots_.clear();
}

}  // namespace openai_dialect
