// Tools and their results between MCP's JSON and the SDK's values.
#pragma once
#include <aitb/error.hpp>
#include <aitb/exchange.hpp>
#include <aitb/provider.hpp>

#include <string>
#include <vector>

#include "mcp_wire/messages.hpp"

namespace mcp {

/// Appends the page's tools; what has no name is left out. Gives the cursor of the next page, "" if it was
/// the last.
std::string read_tools(const mcp_wire::json::value& page, std::vector<aitb::ToolSpec>& tools);

/// Throws Error(protocol) if it is no result of a tool. Media are reported to `out` too, and so is the text.
aitb::ToolResult read_result(const mcp_wire::json::value& result, aitb::Exchange& out);

}  // namespace mcp
