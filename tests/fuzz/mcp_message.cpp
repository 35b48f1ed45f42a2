// JSON-RPC messages of MCP: whatever a server or a client says is a message, or is told to be none; what was
// understood is written again as the same message; lists and results of tools are read or refused.
#include <aitb/error.hpp>
#include <aitb/testing/recording_exchange.hpp>

#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mcp_wire/base64.hpp"
#include "mcp_wire/messages.hpp"
#include "tool_json.hpp"

namespace {

using mcp_wire::Kind;
using mcp_wire::Message;

void read_again(const Message& message) {
  const std::string body = boost::json::serialize(message.body);
  std::string text;
  switch (message.kind) {
    case Kind::request:
      return;  // ours have whole numbers as ids, a peer's may be anything
    case Kind::notification:
      text = mcp_wire::notification(message.method, message.body.is_null() ? "" : body);
      break;
    case Kind::result:
      text = mcp_wire::result(message.id, body);
      break;
    case Kind::error:
      text =
          mcp_wire::error(message.id, mcp_wire::kInternalError, mcp_wire::text_at(message.body, "message"));
      break;
  }
  const mcp_wire::Parsed again = mcp_wire::parse(text);
  if (again.messages.size() != 1 || again.messages[0].kind != message.kind) std::abort();
  if (again.messages[0].method != message.method ||
      (!message.id.is_double() && again.messages[0].id != message.id))
    std::abort();
}

void read_tools(const boost::json::value& body) {
  std::vector<aitb::ToolSpec> tools;
  try {
    mcp::read_tools(body, tools);
  } catch (const aitb::Error& error) {
    if (error.kind() != aitb::ErrorKind::protocol) std::abort();
  }
  for (const aitb::ToolSpec& tool : tools) {
    if (tool.name.empty()) std::abort();
  }
}

void read_result(const boost::json::value& body) {
  aitb::testing::RecordingExchange out;
  try {
    const aitb::ToolResult result = mcp::read_result(body, out);
    if (out.text(aitb::Channel::answer) != result.text) std::abort();
  } catch (const aitb::Error& error) {
    if (error.kind() != aitb::ErrorKind::protocol) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const mcp_wire::Parsed parsed = mcp_wire::parse(bytes);
  if (parsed.messages.empty() && parsed.error == 0) std::abort();
  for (const Message& message : parsed.messages) {
    read_again(message);
    read_tools(message.body);
    read_result(message.body);
  }
  if (mcp_wire::bytes_of(mcp_wire::base64(bytes)) != bytes) std::abort();
  return 0;
}
