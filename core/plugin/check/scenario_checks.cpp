// Checks of scenarios: a real session, a provider that stands in for all, a clock that never waits.
#include <boost/asio/post.hpp>

#include "core/plugin/check/stand_in.hpp"
#include "core/plugin/check/workbench.hpp"
#include "core/session/session_run.hpp"

namespace aitb::core::check {
namespace {

/// Every sleep ends at once, with the time that it would have ended at.
class LeapingClock final : public Clock {
 public:
  explicit LeapingClock(Executor executor) : executor_(executor) {}
  Instant now() const noexcept override { return now_; }
  std::int64_t wall_ns(Instant at) const noexcept override { return to_ns(at); }
  task<> sleep_until(Instant at) override {
    now_ = std::max(now_, at);
    co_await asio::post(executor_, use_task);
  }

 private:
  Executor executor_;
  Instant now_ = from_ns(1'000'000'000);
};

struct Story {
  std::vector<std::string> asked;
  std::string missing_face, needs_program;
  bool succeeded = false;
};

task<> tell(SessionRun& session, Scenario& scenario, bool& succeeded) {
  succeeded = co_await session.run(scenario);
}

// A program of its own needs real time, which does not pass here.
std::string program_needed(const AitbComponent& component) {
  const boost::json::object schema = component_schema(component);
  const auto* properties = schema.if_contains("properties");
  if (properties != nullptr)
    for (const auto& [key, property] : properties->as_object())
      if (const auto* needed = property.as_object().if_contains("x-prerequisite"))
        return std::string(needed->as_string());
  return {};
}

Story story(const Subject& subject, std::uint64_t seed) {
  Workbench bench(subject);
  LeapingClock clock(bench.executor());
  bench.context =
      std::make_unique<Context>(bench.log, clock, *bench.net, Random(seed, "check"), bench.context->work_dir);
  const Made made = bench.make(sample_options(subject, bench.plugin, bench.component));
  auto& scenario = *static_cast<Scenario*>(made.get());
  Story story;
  story.needs_program = program_needed(bench.component);
  if (!story.needs_program.empty()) return story;
  StandIn provider;
  CellOnLane cell;
  for (const Need& need : scenario.needs()) {
    if (provider.face(need.face) == nullptr && !need.optional) story.missing_face = need.face;
    cell.providers[need.role] = &provider;
    cell.provider_names[need.role] = "stand-in";
  }
  if (!story.missing_face.empty()) return story;
  Recorder recorder({}, {}, false, bench.log);
  const RetryPolicy retry{Defaults()};
  Place place;
  place.scenario = "check", place.session_id = "check-0";
  Alarms alarms(bench.executor(), clock);
  SessionRun session(bench.executor(), clock, alarms, bench.log, recorder, retry, cell, place, std::nullopt,
                     Random(seed, "session"));
  bench.run(tell(session, scenario, story.succeeded), std::chrono::seconds(30));
  recorder.close();
  story.asked = std::move(provider.asked);
  return story;
}

}  // namespace

Verdict scenario_seed(const Subject& subject) {
  const Story first = story(subject, 7);
  if (!first.needs_program.empty())
    return skipped("it drives a program (" + first.needs_program + "), which needs real time");
  const Story second = story(subject, 7);
  if (!first.missing_face.empty()) return skipped("there is no stand-in for the face " + first.missing_face);
  if (first.asked.empty()) return failed("it asked nothing of its provider");
  for (std::size_t i = 0; i < std::max(first.asked.size(), second.asked.size()); ++i) {
    const std::string a = i < first.asked.size() ? first.asked[i] : "nothing";
    const std::string b = i < second.asked.size() ? second.asked[i] : "nothing";
    if (a != b) return failed("request " + std::to_string(i + 1) + " was '" + a + "' and then '" + b + "'");
  }
  if (!first.succeeded) return failed("the session failed although every answer was good");
  return ok(std::to_string(first.asked.size()) + " requests");
}

}  // namespace aitb::core::check
