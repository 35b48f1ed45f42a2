#include <map>
#include <tuple>

#include "core/metrics/aggregator.hpp"
#include "core/metrics/ran2.hpp"
#include "core/report/report.hpp"

namespace aitb::core {
namespace {

using Key = std::tuple<int, std::string, std::string>;  // cell, scenario, profile

Key key_of(const Place& place) { return {place.cell, place.scenario, place.profile}; }

struct Phases {
  explicit Phases(const RunFacts& facts) : measured(facts), warmup(facts) {}
  Aggregator measured, warmup;
  bool any_measured = false, any_warmup = false;
  MeanNotes notes;

  template <class Fact>
  void add(const Fact& fact) {
    (fact.place.warmup ? any_warmup : any_measured) = true;
    (fact.place.warmup ? warmup : measured).add(fact);
  }
};

/// The second reading: only what began inside the cells' steady windows.
void measure_steady(RecordReader& reader, const RunFacts& facts, const std::map<Key, Window>& windows,
                    std::vector<CellReport>& cells) {
  if (windows.empty()) return;
  std::map<Key, Aggregator> steady;
  for (const auto& [key, window] : windows) steady.try_emplace(key, facts, window);
  const auto add = [&](const auto& fact) {
    const auto found = steady.find(key_of(fact.place));
    if (found != steady.end() && !fact.place.warmup) found->second.add(fact);
  };
  reader.records([&](Record&& record) { add(record); });
  reader.sessions([&](SessionFact&& session) { add(session); });
  for (CellReport& cell : cells) {
    const auto found = steady.find({cell.cell, cell.scenario, cell.profile});
    if (found != steady.end()) cell.steady = found->second.finish();
  }
}

}  // namespace

Report build_report(RecordReader& reader) {
  Report report;
  report.run = read_run_facts(reader.run());
  report.generated_at = report.run.ended_at;
  std::map<Key, Phases> phases;
  Ran2 ran2(report.run);
  const auto phases_of = [&](const Place& place) -> Phases& {
    return phases.try_emplace(key_of(place), report.run).first->second;
  };
  reader.records([&](Record&& record) {
    phases_of(record.place).add(record);
    ran2.add(record);
  });
  reader.sessions([&](SessionFact&& session) {
    Phases& its = phases_of(session.place);
    its.add(session);
    if (!session.place.warmup && !session.notes.empty()) its.notes.add(session.notes);
  });
  ran2.finish();
  report.ran2 = ran2.to_json();

  std::map<Key, Window> windows;
  for (auto& [key, phase] : phases) {
    CellReport& cell = report.cells.emplace_back();
    std::tie(cell.cell, cell.scenario, cell.profile) = key;
    cell.whole = phase.measured.finish();
    cell.notes = std::move(phase.notes);
    if (phase.any_warmup) cell.warmup = phase.warmup.finish();
    if (const auto steady = phase.measured.steady(cell.no_steady)) windows[key] = *steady;
  }
  phases.clear();
  measure_steady(reader, report.run, windows, report.cells);
  return report;
}

}  // namespace aitb::core
