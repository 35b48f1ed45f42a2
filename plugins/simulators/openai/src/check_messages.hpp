// Checks `messages` and `tools` of a chat request.
#pragma once
#include <boost/json/array.hpp>

namespace openai_simulator {

/// Roles, contents, parts, tool calls, and that each tool message answers a call. Throws ApiError.
void check_messages(const boost::json::array& messages);
/// Throws ApiError.
void check_tools(const boost::json::array& tools);

}  // namespace openai_simulator
