// ref_server: the limit that `aitb-host serve openai` is compared with. Prints what it did as JSON when it is
// ended.
#include <boost/json/serialize.hpp>
#include <csignal>
#include <iostream>

#include "bench/common/arguments.hpp"
#include "bench/common/clock.hpp"
#include "bench/limits/sse_server.hpp"

namespace {
std::atomic<bool> stop{false};
void end(int) { stop = true; }
}  // namespace

int main(int argc, char** argv) try {
  const bench::Arguments arguments(argc, argv,
                                   {{"port", "0"},
                                    {"ttft-ms", "50"},
                                    {"itl-ms", "10"},
                                    {"tokens", "100"},
                                    {"coalesce", "-"},
                                    {"tls", "-"}});
  bench::ServerPlan plan;
  plan.port = arguments.integer("port");
  plan.ttft = bench::from_ms(arguments.number("ttft-ms"));
  plan.itl = bench::from_ms(arguments.number("itl-ms"));
  plan.tokens = arguments.integer("tokens");
  plan.coalesce = arguments.is_set("coalesce");
  plan.tls = arguments.is_set("tls");
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGTERM, end);
  std::signal(SIGINT, end);
  bench::SseServer server(plan);
  std::cout << "listening on " << plan.port << std::endl;
  server.run(stop);
  boost::json::object facts;
  facts["answers"] = server.answers;
  facts["events"] = server.events;
  facts["cpu_s"] = bench::own_cpu_seconds();
  facts["lateness_us"] = server.lateness_us.to_json();
  std::cout << boost::json::serialize(facts) << std::endl;
} catch (const std::exception& failure) {
  std::cerr << "ref_server: " << failure.what() << '\n';
  return 3;
}
