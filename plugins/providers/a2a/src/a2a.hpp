// The provider of agents that speak A2A (protocol 0.3, JSON-RPC over HTTP).
#pragma once
#include <aitb/provider.hpp>

#include <map>
#include <memory>

#include "agent.hpp"

namespace a2a {

/// One a lane; keeps one Agent for each that was asked for.
class A2a final : public aitb::Provider, public aitb::RemoteAgent, public aitb::RemoteAgents {
 public:
  using Options = a2a::Options;
  A2a(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override {
    return aitb::offer<aitb::RemoteAgent, aitb::RemoteAgents>(*this, face_id);
  }
  // The agent at base_url.
  aitb::task<boost::json::value> card(aitb::Exchange& out) override { return agent({}, {}).card(out); }
  aitb::task<aitb::AgentReply> send(aitb::AgentRequest request, aitb::Exchange& out) override {
    return agent({}, {}).send(std::move(request), out);
  }
  aitb::RemoteAgent& agent(const std::string& name, const std::string& card_path) override;

 private:
  std::string place(const std::string& name) const;

  Options options_;
  aitb::Clock& clock_;
  aitb::Random random_;
  std::unique_ptr<aitb::HttpClient> client_;
  std::map<std::string, std::unique_ptr<Agent>> agents_;  ///< by the URL of their card
};

}  // namespace a2a
