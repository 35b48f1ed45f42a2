// The simulated MCP server: Streamable HTTP, and lines on standard input and output.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/simulator.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "engine.hpp"

namespace mcp_simulator {

/// What HTTP clients have open, on all lanes. [any]
class Clients {
 public:
  std::mutex guard;
  std::set<std::string> sessions;
  std::map<std::string, std::function<void()>> calls;  ///< session and id of a request → its cancellation
};

class McpSimulator final : public aitb::Simulator, public aitb::HttpService, public aitb::LineService {
 public:
  using Options = mcp_simulator::Options;
  McpSimulator(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override;
  std::string base_path() const override { return "/mcp"; }
  std::string key() const override { return ""; }
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;
  aitb::task<> serve(aitb::LinePeer& peer) override;

 private:
  class Refusal;
  /// The session of the request, "" if none is needed. Throws Refusal.
  std::string session_of(const aitb::ServerRequest& request, bool opens);
  void check_request(const aitb::ServerRequest& request) const;
  mcp_wire::Message read_post(const aitb::ServerRequest& request) const;
  aitb::task<> post(aitb::ServerRequest request, aitb::Responder& responder);
  aitb::task<> call(mcp_wire::Message message, std::string session, std::vector<Tool> tools,
                    aitb::Responder& responder);
  aitb::task<> say_events(std::shared_ptr<Outbox> out, aitb::Responder& responder);
  aitb::task<> say_json(std::shared_ptr<Outbox> out, aitb::Responder& responder);
  aitb::task<> hold_stream(aitb::Responder& responder);
  std::vector<Tool> tools_for(const aitb::ServerRequest& request) const;

  Options options_;
  aitb::Clock& clock_;
  aitb::Executor executor_;
  aitb::Random ids_;
  std::shared_ptr<Engine> engine_;
  std::shared_ptr<Clients> clients_;
  std::vector<Tool> tools_;
};

}  // namespace mcp_simulator
