// Checks of sinks: what is written comes back.
#include "core/plugin/check/workbench.hpp"

namespace aitb::core::check {
namespace {

constexpr int count = 1000;

Record record_of(const Clock& clock, int index) {
  Record record;
  record.place.scenario = "check", record.place.profile = "none";
  record.place.session_id = "check-" + std::to_string(index / 10);
  record.provider = "stand-in", record.model = "m", record.operation = "chat";
  record.exchange_index = index % 10;
  record.dispatched = clock.now(), record.end = clock.now();
  record.success = true;
  record.content_down = static_cast<std::uint64_t>(index);
  Chunk chunk;
  chunk.at = clock.now(), chunk.bytes = 5, chunk.read_id = static_cast<std::uint32_t>(index);
  record.chunks.push_back(chunk);
  return record;
}

boost::json::object run_object() {
  boost::json::object run;
  run["run_id"] = "check";
  run["seed"] = 1;
  return run;
}

void write_all(Workbench& bench, Sink& sink) {
  sink.begin(run_object());
  for (int i = 0; i < count; ++i) {
    sink.write(record_of(*bench.clock, i));
    if (i % 10 != 9) continue;
    SessionFact session;
    session.place.scenario = "check", session.place.profile = "none";
    session.place.session_id = "check-" + std::to_string(i / 10);
    session.start = session.end = bench.clock->now();
    session.success = true;
    sink.write(session);
    if (i % 100 == 99) sink.flush();
  }
  sink.close();
}

}  // namespace

Verdict sink_order(const Subject& subject) {
  Workbench bench(subject);
  const Made made = bench.make(sample_options(subject, bench.plugin, bench.component));
  auto& sink = *static_cast<Sink*>(made.get());
  write_all(bench, sink);
  auto* reader = static_cast<RecordReader*>(sink.face(RecordReader::id));
  if (reader == nullptr) return skipped("it cannot read back what it wrote");
  int next = 0, sessions = 0;
  std::string trouble;
  reader->records([&](Record&& record) {
    if (trouble.empty() && record.content_down != static_cast<std::uint64_t>(next))
      trouble = "record " + std::to_string(next) + " came back as " +
                std::to_string(record.content_down.value_or(0));
    if (trouble.empty() && record.chunks.size() != 1)
      trouble = "record " + std::to_string(next) + " lost its chunks";
    ++next;
  });
  reader->sessions([&](SessionFact&&) { ++sessions; });
  if (!trouble.empty()) return failed(trouble);
  if (next != count)
    return failed(std::to_string(next) + " of " + std::to_string(count) + " records came back");
  if (sessions != count / 10)
    return failed(std::to_string(sessions) + " of " + std::to_string(count / 10) + " sessions came back");
  return ok();
}

Verdict sink_close(const Subject& subject) {
  Workbench bench(subject);
  const Made made = bench.make(sample_options(subject, bench.plugin, bench.component));
  auto& sink = *static_cast<Sink*>(made.get());
  write_all(bench, sink);
  const std::filesystem::path where = sink.location();
  if (where.empty()) return skipped("it stores nothing in a file");
  const std::filesystem::path full = where.is_absolute() ? where : bench.context->work_dir / where;
  std::error_code failed_to_look;
  if (!std::filesystem::exists(full, failed_to_look))
    return failed(where.string() + " is not there after close()");
  if (std::filesystem::is_regular_file(full) && std::filesystem::file_size(full) == 0)
    return failed(where.string() + " is empty");
  return ok();
}

}  // namespace aitb::core::check
