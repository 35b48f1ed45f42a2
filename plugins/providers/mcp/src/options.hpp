// What YAML says of MCP servers: how each is reached, groups of them, other names of tools, limits.
#pragma once
#include <aitb/config.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mcp {

/// One server: a program that is started and talks over its pipes, or a URL.
struct ServerEntry {
  std::string name, description;
  std::string command;
  std::vector<std::string> args;
  std::map<std::string, std::string> env;
  std::string directory;
  std::string url;
  std::map<std::string, std::string> headers;
  std::vector<std::string> tools;
  bool disabled = false;
};
aitb::FieldTable fields(ServerEntry& entry);

struct RateLimit {
  std::optional<int> requests_per_minute, requests_per_day, concurrent_max;
};
aitb::FieldTable fields(RateLimit& limit);

struct Options {
  std::map<std::string, ServerEntry> servers;
  std::vector<std::string> order;  ///< of servers, as the file gives them
  std::map<std::string, std::vector<std::string>> groups;
  std::map<std::string, std::string> aliases;
  std::map<std::string, RateLimit> rate_limits;
  aitb::Duration rate_limit_wait = std::chrono::seconds(60);
  bool limit_simulator = false;

  std::string base_url, ca_file;
  bool verify_tls = true;
  std::string revision = "2025-11-25";
  std::string connection = "lane";
  bool listen = true;
  aitb::Duration timeout = std::chrono::seconds(60);
  aitb::Duration shutdown = std::chrono::seconds(2);
};
aitb::FieldTable fields(Options& options);

/// Refuses what the table cannot: a server without a way to reach it, a group of unknown servers.
void check(const Options& options);

}  // namespace mcp
