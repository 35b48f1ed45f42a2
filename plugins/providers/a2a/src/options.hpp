// What YAML can say about agents that speak A2A.
#pragma once
#include <aitb/config.hpp>

#include <map>
#include <string>

#include "service/connection.hpp"

namespace a2a {

struct Options {
  std::string base_url = "http://127.0.0.1:9001";
  std::string agent_card_path = "/.well-known/agent-card.json";
  std::string api_key;
  std::map<std::string, std::string> agents, headers;
  aitb::Duration poll_ms = std::chrono::milliseconds(250);
  service::Connection connection;
};
aitb::FieldTable fields(Options& options);

}  // namespace a2a
