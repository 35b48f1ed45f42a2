// What a chat request asks, in no service's dialect: what plans, scripts and token counts look at.
#pragma once
#include <aitb/http.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

namespace sim_kit {

enum class Role : std::uint8_t { system, user, assistant, tool };
enum class PartKind : std::uint8_t { text, media, call, result };
enum class ToolMode : std::uint8_t { none, automatic, required, named };

/// A piece of a message. Views live as long as the request body, or what Ask::keep() keeps.
class Part {
 public:
  explicit Part(PartKind what, std::string_view words = {}) : kind(what), text(words) {}
  PartKind kind;
  std::string_view text;     ///< text; a call's arguments; a tool's result
  std::string_view name;     ///< of the tool that is called or answers, where the dialect tells
  std::string_view id;       ///< joins a call and its result
  std::int64_t tokens = -1;  ///< what media cost; −1: count the text
  bool failed = false;       ///< the tool's result is an error
};

class Turn {
 public:
  explicit Turn(Role who) : role(who) {}
  Role role;
  std::string_view name;  ///< as sent with the message, which costs a token more
  std::uint32_t first = 0, count = 0;
};

class Tool {
 public:
  Tool() = default;
  std::string_view name, description;
  const boost::json::value* parameters = nullptr;  ///< JSON Schema
  bool custom = false;                             ///< takes free text
};

/// References into the parsed body; dropped with it.
class Ask {
 public:
  Ask() = default;
  std::string_view model, path;
  std::vector<Turn> turns;
  std::vector<Part> parts;
  std::vector<Tool> tools;
  const boost::json::array* tool_list = nullptr;  ///< the tools as sent, whose JSON is counted
  ToolMode tool_mode = ToolMode::none;
  std::string_view tool_name;  ///< ToolMode::named
  bool parallel_tools = true;
  std::int64_t limit = -1;  ///< of tokens; −1 none
  int n = 1;
  bool stream = false;
  std::vector<std::string_view> stop;
  std::string_view format = "text";            ///< text, json_object, json_schema
  const boost::json::value* schema = nullptr;  ///< of json_schema
  std::string_view effort = "medium";
  bool may_reason = true, shows_reasoning = true;
  std::uint64_t digest = 0;                ///< the same for requests that get the same text
  const aitb::Headers* headers = nullptr;  ///< for rules that look at them

  void begin_turn(Role role) {
    turns.emplace_back(role);
    turns.back().first = static_cast<std::uint32_t>(parts.size());
  }
  Part& add(PartKind kind, std::string_view text = {}) {
    ++turns.back().count;
    return parts.emplace_back(kind, text);
  }
  /// Text that is not in the body as it stands.
  std::string_view keep(std::string text) { return kept_.emplace_front(std::move(text)); }
  const boost::json::value& keep(boost::json::value value) { return values_.emplace_front(std::move(value)); }
  bool tool_result_last() const { return !turns.empty() && turns.back().role == Role::tool; }

 private:
  std::forward_list<std::string> kept_;  // lists: nothing is allocated for what is nearly always empty
  std::forward_list<boost::json::value> values_;
};

/// FNV-1a over the JSON of `members` of a body.
std::uint64_t digest(const boost::json::object& body, const std::vector<std::string_view>& members);
/// The same over a text, going on from `hash`.
std::uint64_t digest(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325u);

inline std::string_view view(const boost::json::string& text) { return {text.data(), text.size()}; }

}  // namespace sim_kit
