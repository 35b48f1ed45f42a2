// Records written by hand, in milliseconds, so that every expected figure can be worked out on paper.
#pragma once
#include <aitb/record.hpp>
#include <aitb/sink.hpp>
#include <string>
#include <vector>

#include "core/metrics/aggregator.hpp"

namespace aitb::core::fixtures {

Instant at_ms(double ms);

/// One exchange: primary, final, successful and streamed unless said otherwise; dispatched and sent at
/// `start_ms`.
class Make {
 public:
  explicit Make(double start_ms = 0, std::string session = "s0", int turn = 0);
  Make& chunk(double ms, int tokens = 1, ChunkKind kind = ChunkKind::content, std::uint32_t bytes = 4);
  Make& end(double ms);
  Make& bytes(std::uint64_t up, std::uint64_t down);
  Make& scheduled(double ms);
  Make& fail(ErrorKind kind, std::optional<int> status = {}, std::string sentence = "it failed");
  Make& retried(int attempt);  ///< not the final attempt
  Make& klass(RecordClass klass);
  Record record;
};

SessionFact session(double start_ms, double end_ms, std::string id, bool success = true);

/// The summary of these records, with stall gap and burst gap of one second.
Summary summary_of(const std::vector<Make>& exchanges, const RunFacts& facts = {});
Summary summary_of(const std::vector<Make>& exchanges, const std::vector<SessionFact>& sessions,
                   const RunFacts& facts);

/// A stored run that lies in memory.
class MemoryReader final : public RecordReader {
 public:
  boost::json::object facts;
  std::vector<Record> all;
  std::vector<SessionFact> ended;
  boost::json::object run() override { return facts; }
  void records(const std::function<void(Record&&)>& each) override;
  void sessions(const std::function<void(SessionFact&&)>& each) override;
  std::size_t set_aside_unfinished() override { return 0; }
};

}  // namespace aitb::core::fixtures
