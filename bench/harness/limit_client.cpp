#include "bench/harness/limit_client.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <cmath>
#include <stdexcept>

#include "bench/harness/machine.hpp"

namespace bench {

Command limit_command(const LimitClient& client, const ServerSetup& server) {
  Command command;
  command.core = client_core;
  command.words = {program_folder() / "ref_client"};
  const auto add = [&command](const char* name, const std::string& value) {
    command.words.emplace_back(name);
    command.words.push_back(value);
  };
  add("--port", std::to_string(client.port));
  add("--streams", std::to_string(client.streams));
  add("--tokens", std::to_string(server.tokens));
  add("--warmup-s", fmt::format("{}", client.warmup_s));
  add("--measure-s", fmt::format("{}", client.measure_s));
  add("--spread-ms", fmt::format("{}", client.spread_ms));
  add("--ttft-ms", fmt::format("{}", server.ttft_ms));
  add("--itl-ms", fmt::format("{}", server.itl_ms));
  if (!client.arrivals.empty()) add("--arrivals", client.arrivals);
  if (server.tls) command.words.emplace_back("--tls");
  if (client.spin) command.words.emplace_back("--spin");
  return command;
}

boost::json::object run_limit(Workspace& workspace, const LimitClient& client, const ServerSetup& server) {
  Child child(limit_command(client, server), workspace.fresh("ref_client"));
  const auto code = child.wait(120 + client.warmup_s + client.measure_s + client.spread_ms / 1e3);
  if (code != 0) throw std::runtime_error("ref_client failed: " + child.errors());
  return boost::json::parse(child.output()).as_object();
}

double number_at(const boost::json::object& facts, std::string_view key, std::string_view inner) {
  const boost::json::value* value = facts.if_contains(key);
  if (value && !inner.empty()) value = value->is_object() ? value->as_object().if_contains(inner) : nullptr;
  return value && value->is_number() ? value->to_number<double>() : NAN;
}

}  // namespace bench
