// One connection to one MCP server: handshake, requests by id, and answers to what the server asks us.
#pragma once
#include <aitb/context.hpp>
#include <aitb/provider.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "options.hpp"
#include "pending.hpp"
#include "wire.hpp"

namespace mcp {

class Session final : public Inbox {
 public:
  Session(const ServerEntry& entry, const Options& options, aitb::Context& context);
  ~Session() override;

  /// [lane] Connects if it is not connected (others who ask meanwhile wait), and lists all pages.
  aitb::task<std::vector<aitb::ToolSpec>> list(aitb::Exchange& out);
  aitb::task<aitb::ToolResult> call(aitb::ToolCall call, aitb::Exchange& out);
  /// [lane] Ends the connection in an orderly way.
  aitb::task<> close();

  void receive(std::string_view text, const aitb::Arrival* arrival, std::size_t bytes) override;
  aitb::Exchange* exchange_of(std::int64_t id) noexcept override;
  void lost(aitb::Error error) override;

 private:
  class Registered;
  aitb::task<> connect(aitb::Exchange& out);
  aitb::task<> handshake(aitb::Exchange& out);
  std::shared_ptr<Wire> make_wire();
  /// The result; Error(tool_failure) for an error answer.
  aitb::task<mcp_wire::Message> request(std::string method, std::string params, aitb::Exchange& out);
  aitb::task<mcp_wire::Message> result_of(std::string method, std::string params, aitb::Exchange& out);
  void settle(mcp_wire::Message message, const aitb::Arrival* arrival, std::size_t bytes);
  void answer(const mcp_wire::Message& asked);
  void progress(const mcp_wire::Message& message, const aitb::Arrival* arrival, std::size_t bytes);
  void garbage(const std::string& problem, std::string_view text);

  ServerEntry entry_;
  Options options_;
  aitb::Context context_;
  std::shared_ptr<Wire> wire_;
  std::optional<aitb::Error> end_;  ///< why the connection is no more
  std::string revision_;
  bool connecting_ = false;
  aitb::Signal connected_;
  std::int64_t last_id_ = 0;
  std::map<std::int64_t, std::shared_ptr<Pending>> waiting_;
  std::uint64_t garbage_ = 0;
};

}  // namespace mcp
