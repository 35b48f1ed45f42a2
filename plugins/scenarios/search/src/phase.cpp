#include "phase.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "counted_exchange.hpp"

namespace searches {
namespace {

using aitb::Exchange;
using aitb::SearchHit;
using aitb::task;

task<> store_hits(aitb::Search& engine, std::string query, int most, std::vector<SearchHit>* hits,
                  Exchange& out) {
  *hits = co_await engine.query(std::move(query), most, out);
}

task<> search_once(aitb::Session& session, aitb::Search& engine, Phase& phase, std::size_t index,
                   Asking asking, Exchange& out) {
  CountedExchange counted(out, phase.request_bytes, phase.response_bytes);
  counted.note("phase", "search");
  counted.note("thread_count", std::to_string(phase.workers));
  std::string query = phase.queries[index];
  std::string late = fmt::format("searching for \"{}\": no answer within {:g} s (search_timeout)", query,
                                 aitb::to_seconds(asking.timeout));
  task<> search = store_hits(engine, std::move(query), asking.max_results, &phase.hits[index], counted);
  co_await aitb::within(session.clock(), asking.timeout, std::move(search), std::move(late));
}

task<> work_off(aitb::Session& session, Phase& phase, std::size_t& next, Asking asking) {
  auto& engine = aitb::need<aitb::Search>(session, "search_engine");
  while (next < phase.queries.size()) {
    const std::size_t index = next++;
    aitb::ExchangeSpec spec("search");
    spec.klass = aitb::RecordClass::search;
    spec.role = "search_engine";
    aitb::Session::Work work = [&session, &engine, &phase, index, asking](Exchange& out) {
      return search_once(session, engine, phase, index, asking, out);
    };
    const aitb::Instant start = session.clock().now();
    const aitb::Reply reply = co_await session.perform(std::move(spec), std::move(work));
    phase.sum_latency += session.clock().now() - start;
    if (!phase.keep_hits || !reply.ok()) phase.hits[index] = std::vector<SearchHit>();
    if (reply.ok()) {
      ++phase.successful;
      continue;
    }
    ++phase.failed;
    phase.error_kind = reply.error_kind;
    phase.error = reply.error;
  }
}

boost::json::value ratio(double above, double below) {
  return below > 0 ? boost::json::value(above / below) : boost::json::value(nullptr);
}

}  // namespace

boost::json::object Phase::row() const {
  const double wall = aitb::to_seconds(wall_clock), sum = aitb::to_seconds(sum_latency);
  boost::json::object out;
  out["thread_count"] = workers;
  out["queries"] = queries.size();
  out["successful"] = successful;
  out["failed"] = failed;
  out["wall_clock_sec"] = wall;
  out["sum_latency_sec"] = sum;
  out["throughput_qps"] = ratio(successful, wall);
  out["parallelism_factor"] = ratio(sum, wall);
  out["total_request_bytes"] = request_bytes;
  out["total_response_bytes"] = response_bytes;
  out["avg_latency_sec"] = ratio(sum, static_cast<double>(queries.size()));
  return out;
}

task<> run_phase(aitb::Session& session, Phase& phase, int workers, Asking asking) {
  phase.workers = workers;
  std::size_t next = 0;
  std::vector<task<>> all;
  const std::size_t count = std::min(static_cast<std::size_t>(std::max(workers, 1)), phase.queries.size());
  for (std::size_t i = 0; i < count; ++i) all.push_back(work_off(session, phase, next, asking));
  const aitb::Instant start = session.clock().now();
  co_await aitb::when_all(std::move(all));
  phase.wall_clock = session.clock().now() - start;
  session.log().info("{} queries by {} at once: {} answered in {:.3f} s", phase.queries.size(), workers,
                     phase.successful, aitb::to_seconds(phase.wall_clock));
}

}  // namespace searches
