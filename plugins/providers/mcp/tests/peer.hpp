// A lane with an MCP provider on it, and programs that answer as a test says.
#pragma once
#include <gtest/gtest.h>

#include <aitb/error.hpp>
#include <aitb/testing/recording_exchange.hpp>
#include <aitb/testing/run.hpp>

#include <filesystem>
#include <memory>
#include <string>

#include "mcp.hpp"

namespace mcp_test {

/// A shell program: reads a line for each `read`, says what it is told.
inline mcp::ServerEntry program(const std::string& script) {
  mcp::ServerEntry entry;
  entry.name = "it";
  entry.command = "/bin/sh";
  entry.args = {"-c", script};
  return entry;
}

/// One that greets, lists one tool, and then follows `script`. It can `say` a line and `ask` for one: $line,
/// its $id.
inline mcp::ServerEntry server(const std::string& script) {
  return program(std::string(R"(say() { printf '%s\n' "$1"; }
ask() { read -r line || exit 0; id=${line#*\"id\":}; id=${id%%,*}; }
ask; say '{"jsonrpc":"2.0","id":'$id',"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{}}}'
ask; ask; say '{"jsonrpc":"2.0","id":'$id',"result":{"tools":[{"name":"act","inputSchema":{"type":"object"}}]}}'
)") + script);
}

class Peer {
 public:
  explicit Peer(mcp::ServerEntry entry, mcp::Options options = {}) {
    options.order.push_back("it");
    options.servers["it"] = std::move(entry);
    context_ = std::make_unique<aitb::Context>(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(),
                                               std::filesystem::path());
    provider = std::make_unique<mcp::Mcp>(std::move(options), *context_);
  }
  ~Peer() {
    lane.run(provider->close());
    provider.reset();
  }
  std::size_t list() { return lane.run(static_cast<aitb::ToolServers&>(*provider).list("it", out)).size(); }
  aitb::ToolResult act(std::string arguments = "{}") {
    aitb::ToolCall call("c", "act", std::move(arguments));
    return lane.run(static_cast<aitb::ToolServers&>(*provider).call("it", std::move(call), out));
  }
  /// The kind and the sentence of what `work` throws; "nothing" if it does not.
  template <class Work>
  std::string failure(Work work) {
    try {
      work();
    } catch (const aitb::Error& error) {
      return std::string(to_string(error.kind())) + ": " + error.what();
    }
    return "nothing";
  }

  aitb::testing::Lane lane;
  std::unique_ptr<mcp::Mcp> provider;
  aitb::testing::RecordingExchange out;

 private:
  std::unique_ptr<aitb::Context> context_;
};

}  // namespace mcp_test
