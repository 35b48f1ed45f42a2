#include "core/session/driver.hpp"

#include "core/session/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace aitb::core {
namespace {

/// A wait that an interruption ends without throwing.
task<> nap(Clock& clock, Instant until) {
  boost::system::error_code ignored;
  try {
    co_await clock.sleep_until(until);
  } catch (const boost::system::system_error& error) {
    ignored = error.code();
  }
}

}  // namespace

Driver::Driver(Lane& lane, int lane_index, LaneComponents& components, const Cell& cell, const Load& load,
               const Defaults& defaults, Recorder& recorder, const RetryPolicy& retry,
               const std::set<std::string>& done, std::uint64_t seed, Log& log, Progress& progress)
    : lane_(lane),
      lane_index_(lane_index),
      components_(components),
      cell_(cell),
      load_(load),
      defaults_(defaults),
      recorder_(recorder),
      retry_(retry),
      done_(done),
      seed_(seed),
      log_(log),
      progress_(progress) {}

task<> Driver::drive(Instant origin) {
  switch (load_.mode) {
    case Load::Mode::sequential:
      co_await sequential();
      break;
    case Load::Mode::closed:
      co_await closed(origin);
      break;
    case Load::Mode::open:
      co_await open(origin);
      break;
  }
  co_await components_.say_farewell();
}

void Driver::interrupt() {
  interrupted_ = true;
  for (SessionRun* session : active_) session->interrupt();
  sleeping_.cancel();
}

std::string Driver::id_of(int user_index, int run_index, bool warmup) const {
  return session_id(cell_, user_index, run_index) + (warmup ? "/warmup" : "");
}

bool Driver::is_stored(int user_index, int run_index, bool warmup) const {
  return !done_.empty() && done_.contains(id_of(user_index, run_index, warmup));
}

SessionRun Driver::session(int user_index, int run_index, bool warmup, std::optional<Instant> scheduled) {
  Place place;
  place.scenario = cell_.scenario;
  place.profile = cell_.profile.name;
  place.session_id = id_of(user_index, run_index, warmup);
  place.cell = cell_.index;
  place.run_index = run_index;
  place.user = user_index;
  place.warmup = warmup;
  const Random random(seed_, place.session_id);
  return SessionRun(lane_.executor(), lane_.clock(), components_.alarms(), log_, recorder_, retry_,
                    components_.cell(), std::move(place), scheduled, random);
}

task<> Driver::one(int user_index, int run_index, bool warmup, std::optional<Instant> scheduled) {
  if (is_stored(user_index, run_index, warmup)) {
    ++progress_.skipped;
    co_return;
  }
  ++progress_.started;
  SessionRun running = session(user_index, run_index, warmup, scheduled);
  active_.insert(&running);
  const bool success = co_await running.run(components_.scenario());
  active_.erase(&running);
  ++progress_.ended;
  if (!success) ++progress_.failed;
}

task<> Driver::sequential() {
  if (lane_index_ != 0) co_return;
  bool first = true;
  for (int run = 0; run < cell_.runs && !interrupted_; ++run) {
    if (is_stored(0, run, false)) {
      ++progress_.skipped;
      continue;
    }
    if (!first) {
      sleeping_ =
          Running(lane_.executor(),
                  nap(lane_.clock(), lane_.clock().now() + from_seconds(defaults_.inter_run_delay_sec)));
      co_await sleeping_.join();
      if (interrupted_) break;
      co_await components_.say_farewell();
      components_.renew_providers();
    }
    first = false;
    co_await one(0, run, false, std::nullopt);
  }
}

task<> Driver::user(int index, Instant start, Instant measure_from, std::optional<Instant> until) {
  co_await nap(lane_.clock(), start);
  Instant scheduled = start;
  int warm = 0;
  for (int run = 0; !interrupted_ && !recorder_.failed();) {
    const bool warmup = lane_.clock().now() < measure_from;
    if (!warmup && until ? lane_.clock().now() >= *until : run >= cell_.runs) break;
    if (warmup) {
      co_await one(index, warm++, true, scheduled);
    } else {
      co_await one(index, run++, false, scheduled);
    }
    scheduled = lane_.clock().now();
    co_await take_turn();  // before the next session: hundreds may end at once
  }
}

task<> Driver::closed(Instant origin) {
  std::list<Running> users;
  const Instant measure_from = origin + load_.warmup;
  std::optional<Instant> until;
  if (load_.duration) until = measure_from + *load_.duration;
  for (int index = lane_index_; index < load_.users; index += load_.lanes) {
    const Instant start = origin + load_.ramp * index / std::max(1, load_.users);
    users.emplace_back(lane_.executor(), user(index, start, measure_from, until));
  }
  co_await join_all(users);
}

task<> Driver::open(Instant origin) {
  std::list<Running> sessions;
  const Instant measure_from = origin + load_.warmup;
  // Every lane draws the same arrivals and takes its share, so the superposition obeys the law for any lane
  // count.
  Arrivals arrivals(load_.arrivals, load_.rate, load_.ramp,
                    Random(seed_, fmt::format("arrivals/{}", cell_.index)));
  int warm = 0, measured = 0;
  std::optional<Duration>
      resumed_from;  // a resumed run does not wait through the part that is stored already
  for (std::int64_t i = 0; !interrupted_ && !recorder_.failed(); ++i) {
    const Duration offset = arrivals.next();
    const bool warmup = origin + offset < measure_from;
    if (!warmup &&
        (load_.duration ? origin + offset >= measure_from + *load_.duration : measured >= cell_.runs))
      break;
    const int run = warmup ? warm++ : measured++;
    const bool stored = is_stored(0, run, warmup);
    if (!stored && !resumed_from) resumed_from = i == 0 ? Duration::zero() : offset;
    if (i % load_.lanes != lane_index_) continue;
    if (stored) {
      ++progress_.skipped;
      continue;
    }
    const Instant at = origin + offset - *resumed_from;
    // Arrivals closer than the timer is late are due at once: no suspension, no reordering.
    if (at > lane_.clock().now()) {
      sleeping_ = Running(lane_.executor(), nap(lane_.clock(), at));
      co_await sleeping_.join();
      if (interrupted_) break;
    }
    sessions.emplace_back(lane_.executor(), one(0, run, warmup, at));
    while (!sessions.empty() && sessions.front().ended()) sessions.pop_front();
  }
  co_await join_all(sessions);
}

}  // namespace aitb::core
