#include "tests/unit/metrics/report_run.hpp"

#include <boost/json/parse.hpp>

namespace aitb::core::fixtures {
namespace {

void place(Record& record, const char* profile, int cell, int run) {
  record.place.profile = profile;
  record.place.cell = cell;
  record.place.run_index = run;
  record.place.session_id = "chat/" + record.place.profile + "/u0/r" + std::to_string(run);
}

/// An answer of five tokens with a tool call's usual facts, `slow` times as long.
Make answer(double start, double slow) {
  Make make(start);
  make.scheduled(start - 0.25).bytes(700, 2100);
  for (int i = 0; i < 5; ++i) make.chunk(start + slow * (50 + 10 * i));
  make.end(start + slow * 91);
  make.record.content_up = 25;
  make.record.content_down = 20;
  make.record.usage.input = 12;
  make.record.usage.output = 5;
  make.record.counted_in = 9;
  make.record.counted_out = 5;
  make.record.http_status = 200;
  make.record.connection.local = "127.0.0.1:41000";
  make.record.connection.remote = "127.0.0.1:443";
  make.record.connection.protocol = "http/1.1";
  make.record.connection.tls = "TLSv1.3 TLS_AES_256_GCM_SHA384";
  make.record.reused = true;
  make.record.transport.emplace();
  make.record.transport->sent = 760;
  make.record.transport->received = 2300;
  make.record.transport->segments_out = 6;
  make.record.transport->segments_in = 7;
  make.record.transport->retransmits = 0;
  make.record.transport_method = "measured";
  return make;
}

}  // namespace

MemoryReader small_run() {
  MemoryReader run;
  run.facts = boost::json::parse(
                  R"({"run_id": "20260301-120000-0001", "seed": 7, "started_wall_ns": 1772366400000000000,
    "ended_wall_ns": 1772366410500000000, "slo": {"latency_ms": 200}, "stall_gap_sec": 1, "burst_gap_sec": 1,
    "calibration": {"streams": 4, "ttft_error_ms": {"n": 4, "p50": 0.05, "p99": 0.2, "max": 0.2},
      "chunk_gap_error_ms": {"n": 156, "p50": 0.01, "p99": 0.05, "max": 0.4}},
    "profiles": {"plain": {"loss_pct": 0}, "slow": {"loss_pct": 0.5}},
    "quality": {"dropped_records": 0, "queue_waits": 0}, "environment": {"cpu": "two cores", "kernel": "6.1"}})")
                  .as_object();
  const char* profiles[] = {"plain", "slow"};
  for (int cell = 0; cell < 2; ++cell) {
    const double slow = cell == 0 ? 1 : 3;
    for (int i = -1; i < 4; ++i) {
      const double start = cell * 5000 + (i + 1) * 1000;
      Make make = answer(start, slow);
      place(make.record, profiles[cell], cell, i);
      make.record.place.warmup = i < 0;
      if (i == 2) {
        Make refused(start - 100);
        refused.fail(ErrorKind::rate_limited, 429, "chat with provider: HTTP 429; wait")
            .retried(1)
            .end(start - 95)
            .bytes(700, 300);
        place(refused.record, profiles[cell], cell, i);
        run.all.push_back(refused.record);
        make.record.attempt = 2;
      }
      if (i == 3 && cell == 1)
        make.fail(ErrorKind::protocol, 200, "chat with provider: the stream ended early").end(start + 100);
      run.all.push_back(make.record);
      if (i == 1) {
        Make tool(start + 400);
        tool.klass(RecordClass::tool).end(start + 425);
        place(tool.record, profiles[cell], cell, i);
        tool.record.tool_name = "find";
        tool.record.tool_bytes_up = 40;
        tool.record.tool_bytes_down = 900;
        tool.record.streaming = false;
        run.all.push_back(tool.record);
      }
      SessionFact fact = session(start - 1, start + 600, make.record.place.session_id, make.record.success);
      fact.place = make.record.place;
      run.ended.push_back(fact);
    }
  }
  return run;
}

}  // namespace aitb::core::fixtures
