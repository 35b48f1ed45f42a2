// Puts tool calls together from their streamed pieces, in parallel by index.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include <aitb/exchange.hpp>

namespace openai_dialect {

class ToolCalls {
 public:
  /// Takes one entry of `tool_calls`, streamed or whole, and reports its text. False if it brought none.
  bool add(std::int64_t choice, const boost::json::object& piece, aitb::Exchange& out);
  /// The same for the older `function_call` member.
  bool add_function_call(std::int64_t choice, const boost::json::object& call, aitb::Exchange& out);
  /// Hands over every call, once, in the order of their first pieces.
  void report(aitb::Exchange& out);

 private:
  struct Slot {
    std::int64_t choice, index;
    aitb::ToolCall call;
  };
  Slot& slot(std::int64_t choice, const boost::json::object& piece);
  Slot& slot(std::int64_t choice, std::int64_t index);
  bool take(Slot& slot, std::string_view name, std::string_view arguments, aitb::Exchange& out);

  std::vector<Slot> slots_;
  std::string piece_;
};

}  // namespace openai_dialect
