// The reference client as a benchmark uses it, and what it measured.
#pragma once
#include <boost/json/object.hpp>
#include <string>

#include "bench/harness/product.hpp"

namespace bench {

struct LimitClient {
  int port = 0, streams = 1;
  double warmup_s = 1.5, measure_s = 5, spread_ms = 0;
  std::filesystem::path arrivals;  ///< empty: no log
  bool spin = false;
};

/// Runs ref_client on core 0 against a server that was set up so; its JSON. Throws when it fails.
boost::json::object run_limit(Workspace& workspace, const LimitClient& client, const ServerSetup& server);
/// The command alone, for a caller that watches it.
Command limit_command(const LimitClient& client, const ServerSetup& server);

/// facts["a"]["b"] as a number, NAN if it is not there.
double number_at(const boost::json::object& facts, std::string_view key, std::string_view inner = {});

}  // namespace bench
