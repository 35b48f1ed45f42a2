// The provider of tools behind MCP servers.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/provider.hpp>

#include <list>
#include <map>
#include <memory>
#include <string>

#include "options.hpp"
#include "rate_limits.hpp"
#include "session.hpp"

namespace mcp {

/// One a lane. Connections are made when tools are first listed, and anew by the next listing after a server
/// died.
class Mcp final : public aitb::Provider, public aitb::Tools, public aitb::ToolServers, public aitb::Farewell {
 public:
  using Options = mcp::Options;
  Mcp(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override {
    return aitb::offer<aitb::Tools, aitb::ToolServers, aitb::Farewell>(*this, face_id);
  }
  aitb::task<std::vector<aitb::ToolSpec>> list(aitb::Exchange& out) override;
  aitb::task<aitb::ToolResult> call(aitb::ToolCall call, aitb::Exchange& out) override;

  bool has_group(std::string name) const override { return options_.groups.contains(name); }
  std::vector<std::string> open(std::string group) override;
  void release(std::string server) noexcept override;
  std::string tool_of(std::string name) const override;
  aitb::task<std::vector<aitb::ToolSpec>> list(std::string server, aitb::Exchange& out) override;
  aitb::task<aitb::ToolResult> call(std::string server, aitb::ToolCall call, aitb::Exchange& out) override;

  aitb::task<> close() override;

 private:
  std::shared_ptr<Session> session(const std::string& handle);

  Options options_;
  aitb::Context context_;
  RateLimits limits_;
  std::map<std::string, std::shared_ptr<Session>> sessions_;  // by handle
  std::map<std::string, std::string> owners_;                 // tool → server, of the plain Tools face
  std::list<aitb::Running> closing_;
  std::uint64_t handles_ = 0;
};

}  // namespace mcp
