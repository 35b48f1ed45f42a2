#include "options.hpp"

#include <aitb/nearest.hpp>
#include <aitb/schema.hpp>

#include "mcp_wire/messages.hpp"

namespace mcp {
namespace json = boost::json;
using aitb::field;
using aitb::Field;

namespace {

/// A mapping of names to mappings of one table.
template <class Entry, class Store>
Field named(std::string key, std::string help, Store store) {
  Entry prototype;
  json::object schema;
  schema["type"] = "object";
  schema["additionalProperties"] = fields(prototype).schema();
  return Field(std::move(key), std::move(help), std::move(schema), json::object(),
               [store](const json::value& given) {
                 for (const auto& [name, value] : given.as_object()) {
                   Entry entry;
                   fields(entry).decode(value);
                   store(std::string(name), std::move(entry));
                 }
               });
}

Field groups(std::map<std::string, std::vector<std::string>>& member, std::string help) {
  json::object item, list, schema;
  item["type"] = "string";
  list["type"] = "array";
  list["items"] = std::move(item);
  schema["type"] = "object";
  schema["additionalProperties"] = std::move(list);
  return Field("groups", std::move(help), std::move(schema), json::object(),
               [&member](const json::value& given) {
                 for (const auto& [name, servers] : given.as_object()) {
                   std::vector<std::string>& group = member[std::string(name)];
                   for (const json::value& server : servers.as_array())
                     group.emplace_back(server.as_string());
                 }
               });
}

}  // namespace

aitb::FieldTable fields(ServerEntry& o) {
  return aitb::fields(
      field("name", o.name, "Name in logs and records; not given: the entry's"),
      field("description", o.description, "One line for people"),
      field("command", o.command,
            "Program to start, looked up in PATH; it talks over its standard input and output"),
      field("args", o.args, "Its arguments"),
      field("env", o.env, "Its environment: these variables, PATH and HOME, and nothing else of ours"),
      field("directory", o.directory, "Folder it is started in; empty: ours").alias("cwd").path(),
      field("url", o.url, "Address of a server that is reached by Streamable HTTP, instead of a command")
          .url(),
      field("headers", o.headers, "Further headers of its requests, such as Authorization"),
      field("tools", o.tools,
            "Tools that it is known for: those that a simulator offers in its place. The server itself says "
            "what it "
            "really has"),
      field("disabled", o.disabled, "Leave it out of every group"));
}

aitb::FieldTable fields(RateLimit& o) {
  return aitb::fields(
      field("requests_per_minute", o.requests_per_minute, "Calls in any 60 s").min(1),
      field("requests_per_day", o.requests_per_day, "Calls in any 24 h").min(1),
      field("concurrent_max", o.concurrent_max, "Calls at the same time, on each lane").min(1));
}

aitb::FieldTable fields(Options& o) {
  auto add_server = [&o](std::string name, ServerEntry entry) {
    if (entry.name.empty()) entry.name = name;
    o.order.push_back(name);
    o.servers[std::move(name)] = std::move(entry);
  };
  auto add_limit = [&o](std::string name, RateLimit limit) { o.rate_limits[std::move(name)] = limit; };
  return aitb::fields(
      named<ServerEntry>("servers", "MCP servers by name", add_server).alias("mcpServers"),
      groups(o.groups, "Groups of servers by name").alias("serverGroups"),
      field("aliases", o.aliases, "Other names of tools: each stands for a tool of a server")
          .alias("toolAliases"),
      named<RateLimit>("rate_limits", "Limits by tool or server, kept by waiting before a call", add_limit)
          .alias("rateLimits"),
      field("rate_limit_wait_sec", o.rate_limit_wait,
            "Longest wait for a rate limit; a longer one fails the call as rate_limited")
          .min(0),
      field("limit_simulator", o.limit_simulator, "Keep rate limits also where a simulator stands in"),
      field("base_url", o.base_url,
            "Reach every server under this address, by its name, instead of as its entry says; set by the "
            "host for "
            "endpoint: sim")
          .url(),
      field("ca_file", o.ca_file, "PEM file of the authorities to trust; empty: those of the system").path(),
      field("verify_tls", o.verify_tls, "Check a server's certificate; switch off in tests only"),
      field("revision", o.revision,
            "Revision of the protocol that is asked for; the server may answer an older one")
          .choices({"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"}),
      field("connection", o.connection,
            "lane: all sessions of a lane share one connection to each server; session: each has its own")
          .choices({"lane", "session"}),
      field("listen", o.listen, "Keep a GET stream open for what an HTTP server says unasked"),
      field("timeout_sec", o.timeout, "Longest silence of a server that has a request to answer").min(0.001),
      field("shutdown_sec", o.shutdown, "Time for a program to end by itself before it is killed").min(0));
}

void check(const Options& options) {
  for (const auto& [name, entry] : options.servers) {
    const std::string at = aitb::pointer_to("/servers", name);
    if (entry.command.empty() == entry.url.empty()) {
      throw aitb::ConfigError(at, "server '" + name + "' wants either a command or a url");
    }
    if (name.find('#') != std::string::npos) {
      throw aitb::ConfigError(at, "server '" + name + "': a name has no '#'");
    }
  }
  for (const auto& [name, servers] : options.groups) {
    for (std::size_t i = 0; i < servers.size(); ++i) {
      if (options.servers.contains(servers[i])) continue;
      throw aitb::ConfigError(aitb::pointer_to("/groups", name) + "/" + std::to_string(i),
                              "group '" + name + "': no server is named '" + servers[i] + "'" +
                                  aitb::did_you_mean(servers[i], options.order));
    }
  }
}

}  // namespace mcp
