// JSON-RPC 2.0 messages as MCP uses them: reading what came, writing what goes.
#pragma once
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcp_wire {

namespace json = boost::json;

/// Revisions of the protocol, newest first.
inline constexpr std::array<std::string_view, 4> kRevisions{"2025-11-25", "2025-06-18", "2025-03-26",
                                                            "2024-11-05"};
bool knows_revision(std::string_view name) noexcept;

inline constexpr int kParseError = -32700, kInvalidRequest = -32600, kMethodNotFound = -32601,
                     kInvalidParams = -32602, kInternalError = -32603;

enum class Kind { request, notification, result, error };

class Message {
 public:
  Message() = default;
  /// The id as a whole number, if it is one: ours always are.
  std::optional<std::int64_t> number() const noexcept;

  Kind kind = Kind::notification;
  json::value id;      ///< null for notifications
  std::string method;  ///< requests and notifications
  json::value body;    ///< params, result or error
};

/// What one line, body or event held: one message, or a batch as revision 2025-03-26 allowed.
class Parsed {
 public:
  Parsed() = default;
  std::vector<Message> messages;
  int error = 0;        ///< kParseError or kInvalidRequest; 0: fine
  std::string problem;  ///< what is wrong, for a log
};
Parsed parse(std::string_view text);

// Each is one line without its end; `params` and `result` are JSON texts, "" none.
std::string request(std::int64_t id, std::string_view method, std::string_view params);
std::string notification(std::string_view method, std::string_view params);
std::string result(const json::value& id, std::string_view result);
std::string error(const json::value& id, int code, std::string_view text, const json::value& data = nullptr);

/// A string member, "" if there is none.
std::string_view text_at(const json::value& object, std::string_view key) noexcept;
/// An object member, nullptr if there is none.
const json::value* member(const json::value& object, std::string_view key) noexcept;

}  // namespace mcp_wire
