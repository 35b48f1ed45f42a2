// One agent at one place: its card, and messages to it.
#pragma once
#include <aitb/agent.hpp>
#include <aitb/context.hpp>
#include <aitb/net.hpp>

#include <string>

#include "event_reader.hpp"
#include "options.hpp"

namespace a2a {

class Agent final : public aitb::RemoteAgent {
 public:
  /// `options` and `client` are the provider's and outlive it.
  Agent(const Options& options, aitb::HttpClient& client, aitb::Clock& clock, aitb::Random random,
        std::string card_url, std::string base_url);

  aitb::task<boost::json::value> card(aitb::Exchange& out) override;
  aitb::task<aitb::AgentReply> send(aitb::AgentRequest request, aitb::Exchange& out) override;

 private:
  aitb::HttpRequest post(std::string method, boost::json::object params, bool stream);
  void authorize(aitb::HttpRequest& request) const;
  aitb::task<> ask(aitb::HttpRequest request, bool stream, EventReader& reader, aitb::Exchange& out);

  const Options& options_;
  aitb::HttpClient& client_;
  aitb::Clock& clock_;
  aitb::Random random_;
  std::string card_url_, rpc_url_;
  service::Peer peer_;
  std::int64_t requests_ = 0;
};

}  // namespace a2a
