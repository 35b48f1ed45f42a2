// All metrics of one scenario × profile in one phase: records go in one by one, a summary comes out.
#pragma once
#include <optional>
#include <string>

#include <aitb/record.hpp>

#include "core/metrics/load_part.hpp"
#include "core/metrics/parts.hpp"
#include "core/metrics/session_part.hpp"

namespace aitb::core {

/// The caller sorts records by cell and phase: warm-up has an aggregator of its own. With a window, only
/// exchanges that began inside of it are measured. Pure: no clock, no files; the same records in the same
/// order give the same summary.
class Aggregator {
 public:
  explicit Aggregator(const RunFacts& facts, std::optional<Window> window = {});

  void add(const Record& record);
  void add(const SessionFact& session);
  /// Once, after the last add().
  Summary finish();
  /// After finish(): the steady window, or why there is none.
  std::optional<Window> steady(std::string& why) const { return load_.steady(why); }

 private:
  RunFacts facts_;
  std::optional<Window> window_;
  OutcomePart outcome_;
  TimePart time_;
  StreamPart stream_;
  BytesPart bytes_;
  TokenPart tokens_;
  CostPart costs_;
  AgentPart agent_;
  SessionPart sessions_;
  LoadPart load_;
  QualityPart quality_;
  std::map<std::string, std::uint64_t> links_, services_;
};

}  // namespace aitb::core
