// ref_client: the limit that `aitb-host run` is compared with. Prints what it measured as JSON.
#include <boost/json/serialize.hpp>
#include <csignal>
#include <fstream>
#include <iostream>

#include "bench/common/arguments.hpp"
#include "bench/common/clock.hpp"
#include "bench/limits/sse_client.hpp"

namespace {

/// One line an answer: id, time of sending, arrivals of its tokens.
void write_log(const std::string& file, const std::vector<bench::AnswerLog>& logs) {
  std::ofstream out(file);
  for (const auto& log : logs) {
    out << log.id << ' ' << log.sent;
    for (std::int64_t at : log.arrivals) out << ' ' << at;
    out << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const bench::Arguments arguments(argc, argv,
                                   {{"port", "0"},
                                    {"streams", "1"},
                                    {"tokens", "100"},
                                    {"warmup-s", "1.5"},
                                    {"measure-s", "5"},
                                    {"spread-ms", "0"},
                                    {"ttft-ms", "50"},
                                    {"itl-ms", "10"},
                                    {"tls", "-"},
                                    {"spin", "-"},
                                    {"arrivals", ""}});
  bench::ClientPlan plan;
  plan.port = arguments.integer("port");
  plan.streams = arguments.integer("streams");
  plan.tokens = arguments.integer("tokens");
  plan.warmup_s = arguments.number("warmup-s");
  plan.measure_s = arguments.number("measure-s");
  plan.spread = bench::from_ms(arguments.number("spread-ms"));
  plan.ttft = bench::from_ms(arguments.number("ttft-ms"));
  plan.itl = bench::from_ms(arguments.number("itl-ms"));
  plan.tls = arguments.is_set("tls");
  plan.spin = arguments.is_set("spin");
  plan.keep_arrivals = !arguments.text("arrivals").empty();
  std::signal(SIGPIPE, SIG_IGN);
  bench::SseClient client(plan);
  client.run();
  if (plan.keep_arrivals) write_log(arguments.text("arrivals"), client.logs);
  boost::json::object facts;
  facts["streams"] = plan.streams;
  facts["seconds"] = client.seconds;
  facts["answers"] = client.answers;
  facts["events"] = client.events;
  facts["tokens"] = client.tokens;
  facts["reads"] = client.reads;
  facts["bytes"] = client.bytes;
  facts["cpu_s"] = client.cpu_seconds;
  facts["ttft_ms"] = client.ttft_ms.to_json();
  facts["itl_ms"] = client.itl_ms.to_json();
  facts["lateness_ms"] = client.lateness_ms.to_json();
  facts["one_way_ms"] = client.one_way_ms.to_json();
  std::cout << boost::json::serialize(facts) << std::endl;
} catch (const std::exception& failure) {
  std::cerr << "ref_client: " << failure.what() << '\n';
  return 1;
}
