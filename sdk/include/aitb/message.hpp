// What is said to a model and what comes back: messages, parts, tools, usage. Plain values, vendor-neutral.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>

namespace aitb::inline v1 {

enum class Role : std::uint8_t { system, developer, user, assistant, tool };
AITB_API std::string_view to_string(Role role) noexcept;

enum class MediaKind : std::uint8_t { text, image, audio, video, document };
AITB_API std::string_view to_string(MediaKind kind) noexcept;

/// One piece of a message: text, or media given by bytes or by URL.
class AITB_API Part {
 public:
  Part();
  explicit Part(std::string text);
  Part(MediaKind kind, std::string media_type, std::string bytes);
  static Part from_url(MediaKind kind, std::string media_type, std::string url);

  MediaKind kind = MediaKind::text;
  std::string text;        ///< kind text
  std::string media_type;  ///< "image/png"
  std::string bytes;       ///< raw, not base64
  std::string url;         ///< instead of bytes
  std::string name;        ///< file name, if any
};

class AITB_API ToolCall {
 public:
  ToolCall();
  ToolCall(std::string id, std::string name, std::string arguments);
  std::string id;
  std::string name;
  std::string arguments;  ///< JSON text as the model wrote it, perhaps malformed
  std::string carry;      ///< opaque: what the service wants back with the call (thought signatures); keep it
};

class AITB_API ToolSpec {
 public:
  ToolSpec();
  ToolSpec(std::string name, std::string description, boost::json::value parameters);
  std::string name;
  std::string description;
  boost::json::value parameters;  ///< JSON Schema of the arguments
};

class AITB_API Message {
 public:
  Message();
  Message(Role role, std::string text);
  /// The text parts joined.
  std::string text() const;

  Role role = Role::user;
  std::vector<Part> parts;
  std::vector<ToolCall> tool_calls;  ///< role assistant
  std::string tool_call_id;          ///< role tool
  std::string name;                  ///< role tool: the tool's name
  std::string reasoning;             ///< role assistant: must be sent back to some services
};

/// Tokens as the service reports them. Absent is nullopt, never 0. Reasoning is inside `output`.
class AITB_API Usage {
 public:
  Usage();
  std::optional<std::int64_t> input;
  std::optional<std::int64_t> output;
  std::optional<std::int64_t> total;
  std::optional<std::int64_t> cached_input;
  std::optional<std::int64_t> reasoning;
  std::optional<std::int64_t> audio_input;
  std::optional<std::int64_t> audio_output;
};

class AITB_API ChatRequest {
 public:
  ChatRequest();
  ChatRequest(std::string model, std::vector<Message> messages);

  std::string model;
  std::vector<Message> messages;
  bool stream = false;
  std::vector<ToolSpec> tools;
  std::string tool_choice;  ///< "", "auto", "none", "required" or a tool's name
  std::optional<bool> parallel_tool_calls;
  std::optional<std::int64_t> max_tokens;
  std::optional<double> temperature;
  std::optional<double> top_p;
  std::optional<std::int64_t> seed;
  std::vector<std::string> stop;
  std::string reasoning_effort;
  boost::json::value response_format;  ///< null, or the vendor-neutral {type: json_schema, …} of OpenAI
  boost::json::object extra;           ///< sent as they are, for fields that the SDK does not name
};

}  // namespace aitb::inline v1
