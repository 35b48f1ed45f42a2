// The clocks: who sleeps until an instant, and what is done again and again.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <aitb/testing/fake_clock.hpp>
#include <aitb/testing/run.hpp>

#include "net/log_buckets.hpp"
#include "steps.hpp"

namespace aitb {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::FakeClock;

TEST(FakeClock, ResumesSleepersInTheOrderOfTheirDeadlines) {
  asio::io_context lane(1);
  FakeClock clock;
  std::vector<int> order;
  const Executor executor = lane.get_executor();
  spawn(executor, sleep_and_note(clock, seconds(3), &order, 3));
  spawn(executor, sleep_and_note(clock, seconds(1), &order, 1));
  spawn(executor, sleep_and_note(clock, seconds(2), &order, 2));
  settle(lane);
  clock.advance(milliseconds(1999));
  EXPECT_EQ(order, (std::vector<int>{1}));
  clock.advance(seconds(5));
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

task<Duration> sleep_a_day(Clock& clock) {
  const Instant before = clock.now();
  co_await clock.sleep_for(std::chrono::hours(24));
  co_return clock.now() - before;
}

TEST(FakeClock, JumpsOverADayWhenNothingElseIsToDo) {
  asio::io_context lane(1);
  FakeClock clock;
  std::optional<Duration> slept;
  testing::run_on(lane, testing::keep_result(sleep_a_day(clock), &slept), clock);
  EXPECT_EQ(slept, std::chrono::hours(24));
}

TEST(RealClock, NeverResumesTooEarlyAndKeepsTheOrder) {
  testing::Lane lane;
  std::vector<int> order;
  const Instant start = lane.clock().now();
  for (const int mark : {40, 10, 30, 20}) {
    spawn(lane.executor(), sleep_and_note(lane.clock(), milliseconds(mark), &order, mark));
  }
  lane.run(lane.clock().sleep_until(start + milliseconds(50)));
  EXPECT_GE(lane.clock().now() - start, milliseconds(50));
  EXPECT_EQ(order, (std::vector<int>{10, 20, 30, 40}));
  EXPECT_EQ(timer_lag(lane.clock()).count, 5u);
  EXPECT_GE(timer_lag(lane.clock()).max_ns, timer_lag(lane.clock()).p50_ns);
}

task<> sleep_often(Clock& clock, int times, int* done) {
  for (int i = 0; i < times; ++i) co_await clock.sleep_for(std::chrono::microseconds(20 * (i % 7)));
  ++*done;
}

TEST(RealClock, ServesManySleepersAndForgetsTheCancelled) {
  testing::Lane lane;
  int done = 0;
  std::vector<Running> work;
  for (int i = 0; i < 200; ++i) work.emplace_back(lane.executor(), sleep_often(lane.clock(), 20, &done));
  std::vector<int> order;
  Running sleeper(lane.executor(), sleep_and_note(lane.clock(), std::chrono::hours(1), &order, 1));
  settle(lane.context());
  sleeper.cancel();
  for (Running& one : work) lane.run(one.join());
  EXPECT_EQ(done, 200);
  EXPECT_TRUE(sleeper.ended());
  EXPECT_TRUE(order.empty());
}

class Calls final : public Rhythm {
 public:
  explicit Calls(std::function<std::optional<Instant>()> each) : each_(std::move(each)) {}
  std::optional<Instant> beat() override { return each_(); }

 private:
  std::function<std::optional<Instant>()> each_;
};

/// `times` beats, each `gap` after the last one's time.
task<> tick(Clock& clock, Duration gap, int times, std::vector<Duration>* late) {
  Instant due = clock.now() + gap;
  Calls calls([&clock, &due, gap, times, late]() -> std::optional<Instant> {
    late->push_back(clock.now() - due);
    due += gap;
    return late->size() < static_cast<std::size_t>(times) ? std::optional(due) : std::nullopt;
  });
  const Instant first = due;
  co_await clock.beat_from(first, calls);
}

TEST(RealClock, BeatsARhythmAtItsTimesAndEndsWithIt) {
  testing::Lane lane;
  std::vector<Duration> late;
  const Instant start = lane.clock().now();
  lane.run(tick(lane.clock(), milliseconds(2), 10, &late));
  EXPECT_GE(lane.clock().now() - start, milliseconds(20));
  ASSERT_EQ(late.size(), 10u);
  for (Duration one : late) EXPECT_GE(one, Duration(0));
}

TEST(RealClock, GivesOthersTheirTurnBetweenTheBeatsOfALateRhythm) {
  testing::Lane lane;
  std::vector<Duration> late;
  std::vector<int> order;
  Running rhythm(lane.executor(), tick(lane.clock(), Duration(0), 1'000'000'000, &late));
  Running sleeper(lane.executor(), sleep_and_note(lane.clock(), milliseconds(2), &order, 1));
  lane.run(sleeper.join());
  EXPECT_EQ(order, (std::vector<int>{1}));
  EXPECT_FALSE(rhythm.ended());
  rhythm.cancel();
  settle(lane.context());
  EXPECT_TRUE(rhythm.ended());
}

task<> fail_at_third_beat(Clock& clock, int* beats) {
  Calls calls([&clock, beats]() -> std::optional<Instant> {
    if (++*beats == 3) throw std::runtime_error("the third beat");
    return clock.now();
  });
  const Instant first = clock.now();
  co_await clock.beat_from(first, calls);
}

TEST(RealClock, ThrowsWhatABeatThrows) {
  testing::Lane lane;
  int beats = 0;
  EXPECT_THROW(lane.run(fail_at_third_beat(lane.clock(), &beats)), std::runtime_error);
  EXPECT_EQ(beats, 3);
}

/// A beat cancels the very work that waits for it.
task<> cancelled_by_its_beat(Clock& clock, asio::cancellation_signal* stop, int* beats) {
  Calls calls([&clock, stop, beats]() -> std::optional<Instant> {
    if (++*beats == 2) stop->emit(asio::cancellation_type::terminal);
    return clock.now();
  });
  const Instant first = clock.now();
  co_await clock.beat_from(first, calls);
}

TEST(RealClock, EndsARhythmThatItsOwnBeatCancels) {
  testing::Lane lane;
  asio::cancellation_signal stop;
  int beats = 0;
  std::exception_ptr failure;
  asio::co_spawn(lane.executor(), cancelled_by_its_beat(lane.clock(), &stop, &beats),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr why) { failure = why; }));
  lane.run(lane.clock().sleep_for(milliseconds(5)));
  EXPECT_EQ(beats, 2);
  EXPECT_TRUE(failure);
}

TEST(FakeClock, BeatsARhythmAtItsTimes) {
  asio::io_context lane(1);
  FakeClock clock;
  std::vector<Duration> late;
  testing::run_on(lane, tick(clock, seconds(1), 5, &late), clock);
  EXPECT_EQ(late, std::vector<Duration>(5, Duration(0)));
}

TEST(FakeClock, ForgetsThousandsOfCancelledSleepers) {
  asio::io_context lane(1);
  FakeClock clock;
  std::vector<int> order;
  std::vector<Running> work;
  for (int i = 0; i < 2000; ++i)
    work.emplace_back(lane.get_executor(), sleep_and_note(clock, seconds(i % 50 + 1), &order, i % 50));
  settle(lane);
  EXPECT_EQ(clock.sleepers(), 2000u);
  for (std::size_t i = 0; i < work.size(); ++i) {
    if (i % 50 != 0 && i % 50 != 49) work[i].cancel();
  }
  settle(lane);
  EXPECT_EQ(clock.sleepers(), 80u);
  clock.advance(seconds(2));
  EXPECT_EQ(order, std::vector<int>(40, 0));
  EXPECT_TRUE(clock.jump());
  settle(lane);
  EXPECT_EQ(clock.now(), Instant(std::chrono::hours(1)) + seconds(50));
  EXPECT_EQ(order.size(), 80u);
  EXPECT_EQ(clock.sleepers(), 0u);
}

TEST(RealClock, TellsWallTimeByItsOneAnchor) {
  asio::io_context lane(1);
  const auto clock = make_clock(lane, from_ns(1'000), 5'000'000);
  EXPECT_EQ(clock->wall_ns(from_ns(1'500)), 5'000'500);
  EXPECT_EQ(clock->wall_ns(from_ns(500)), 4'999'500);
}

TEST(LogBuckets, FindQuantilesWithinAnEighthOfAnOctave) {
  net::LogBuckets buckets;
  for (int i = 1; i <= 1000; ++i) buckets.add(i * 1000);
  EXPECT_EQ(buckets.count(), 1000u);
  EXPECT_NEAR(static_cast<double>(buckets.quantile(0.5)), 500e3, 70e3);
  EXPECT_NEAR(static_cast<double>(buckets.quantile(0.99)), 990e3, 130e3);
  EXPECT_EQ(buckets.max(), 1'000'000);
  EXPECT_EQ(buckets.quantile(1.0), 1'000'000);
}

}  // namespace
}  // namespace aitb
