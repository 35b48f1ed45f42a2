// The body of POST /chat/completions after checking: what the answer depends on.
#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace openai_simulator {

enum class ToolMode { none, automatic, required, named };

/// Views and references into the parsed body; dropped with it.
class ChatCall {
 public:
  ChatCall() = default;
  std::string_view model;
  const boost::json::array* messages = nullptr;
  const boost::json::array* tools = nullptr;
  ToolMode tool_mode = ToolMode::none;
  std::string_view tool_name;  ///< ToolMode::named
  bool tool_result_last = false;
  std::int64_t limit = -1;  ///< max_completion_tokens; −1 none
  int n = 1;
  bool stream = false, include_usage = false, obfuscate = true;
  std::vector<std::string_view> stop;
  std::string_view format = "text";            ///< response_format.type
  const boost::json::value* schema = nullptr;  ///< of json_schema
  std::string_view effort = "medium";
};

/// Checks the body as the real service does; throws ApiError.
ChatCall read_chat_call(const boost::json::value& body);
/// What only strict services refuse: unknown parameters, and sampling parameters where `reasoning`.
void check_strictly(const boost::json::object& body, bool reasoning);

}  // namespace openai_simulator
