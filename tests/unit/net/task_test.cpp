// Coroutines of one lane: running, cancelling and waking.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>
#include <string>
#include <vector>

#include <aitb/testing/fake_clock.hpp>
#include <aitb/testing/run.hpp>

#include "steps.hpp"

namespace aitb {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::FakeClock;

task<int> give(int value) { co_return value; }
task<> throw_text() {
  throw std::runtime_error("no");
  co_return;
}
task<> wait_for(Signal& signal, int* woken) {
  co_await signal.wait();
  ++*woken;
}
task<> pop_all(Queue<int>& queue, std::vector<int>* popped) {
  while (true) {
    std::optional<int> item = co_await queue.pop();
    if (!item) break;
    popped->push_back(*item);
  }
}

TEST(Run, ReturnsOrRethrowsWhatTheTaskDid) {
  EXPECT_EQ(testing::run(give(7)), 7);
  EXPECT_THROW(testing::run(throw_text()), std::runtime_error);
}

TEST(Run, EndsATaskThatHangs) {
  asio::io_context lane(1);
  Signal never;
  int woken = 0;
  EXPECT_THROW(testing::run_on(lane, wait_for(never, &woken), milliseconds(20)), std::runtime_error);
}

TEST(Running, CancelsTheWorkThatItHolds) {
  asio::io_context lane(1);
  Signal never;
  int woken = 0;
  std::exception_ptr thrown;
  Running work(lane.get_executor(), wait_for(never, &woken), [&](std::exception_ptr f) { thrown = f; });
  settle(lane);
  EXPECT_FALSE(work.ended());
  work.cancel();
  settle(lane);
  EXPECT_TRUE(work.ended());
  EXPECT_EQ(as_error(thrown, "").kind(), ErrorKind::cancelled);
  EXPECT_EQ(woken, 0);
}

TEST(Running, CanBeCancelledBeforeItBegins) {
  asio::io_context lane(1);
  std::exception_ptr thrown;
  Running work(lane.get_executor(), throw_text(), [&](std::exception_ptr f) { thrown = f; });
  work.cancel();
  work.cancel();
  settle(lane);
  EXPECT_TRUE(work.ended());
  EXPECT_EQ(as_error(thrown, "").kind(), ErrorKind::cancelled) << "it never began";
}

task<> cancel_itself(Running* self, int* done) {
  self->cancel();
  ++*done;
  co_return;
}

TEST(Running, CanCancelItselfAndEnd) {
  asio::io_context lane(1);
  int done = 0;
  Running work;
  work = Running(lane.get_executor(), cancel_itself(&work, &done));
  settle(lane);
  EXPECT_TRUE(work.ended());
  EXPECT_EQ(done, 1);
}

TEST(Running, CancelsWhenItsHandleGoes) {
  asio::io_context lane(1);
  Signal never;
  int woken = 0;
  bool ended = false;
  {
    const Running work(lane.get_executor(), wait_for(never, &woken),
                       [&](std::exception_ptr) { ended = true; });
    settle(lane);
  }
  settle(lane);
  EXPECT_TRUE(ended);
}

TEST(Running, TellsItsEndToAllThatJoin) {
  asio::io_context lane(1);
  Signal go;
  int woken = 0;
  Running work(lane.get_executor(), wait_for(go, &woken));
  int joined = 0;
  const auto count = [&](std::exception_ptr failure) { joined += failure ? 100 : 1; };
  spawn(lane.get_executor(), work.join(), count);
  spawn(lane.get_executor(), work.join(), count);
  settle(lane);
  EXPECT_EQ(joined, 0);
  go.notify();
  settle(lane);
  EXPECT_EQ(joined, 2);
  testing::run_on(lane, work.join());
  Running failing(lane.get_executor(), throw_text());
  EXPECT_THROW(testing::run_on(lane, failing.join()), std::runtime_error);
  testing::run_on(lane, Running().join());
}

task<> two_sleepers(Clock& clock, std::vector<int>* order, Duration second) {
  std::vector<task<>> work;
  work.push_back(sleep_and_note(clock, seconds(2), order, 2));
  work.push_back(sleep_and_note(clock, second, order, 1));
  co_await when_all(std::move(work));
  order->push_back(0);
}
task<> throw_later(Clock& clock, Duration length) {
  co_await clock.sleep_for(length);
  throw std::runtime_error("no");
}
task<> sleep_beside_a_failure(Clock& clock, std::vector<int>* order) {
  std::vector<task<>> work;
  work.push_back(sleep_and_note(clock, seconds(100), order, 100));
  work.push_back(throw_later(clock, seconds(1)));
  work.push_back(sleep_and_note(clock, seconds(50), order, 50));
  co_await when_all(std::move(work));
}
/// Ends only some time after it was cancelled, as a connection does that says goodbye.
task<> leave_slowly(Signal& never, Signal& go, bool* gone) {
  try {
    co_await never.wait();
  } catch (const boost::system::system_error&) {
    ;
  }
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await go.wait();
  *gone = true;
}
task<> alone_with(task<> one) {
  std::vector<task<>> work;
  work.push_back(std::move(one));
  co_await when_all(std::move(work));
}

TEST(WhenAll, RunsAllAtOnceAndEndsWithTheLast) {
  asio::io_context lane(1);
  FakeClock clock;
  std::vector<int> order;
  const Instant start = clock.now();
  testing::run_on(lane, two_sleepers(clock, &order, seconds(1)), clock);
  EXPECT_EQ(order, (std::vector<int>{1, 2, 0}));
  EXPECT_EQ(clock.now() - start, Duration(seconds(2)));
  testing::run_on(lane, when_all(std::vector<task<>>()));
}

TEST(WhenAll, CancelsTheOthersWhenOneFails) {
  asio::io_context lane(1);
  FakeClock clock;
  std::vector<int> order;
  const Instant start = clock.now();
  EXPECT_THROW(testing::run_on(lane, sleep_beside_a_failure(clock, &order), clock), std::runtime_error);
  EXPECT_EQ(clock.now() - start, Duration(seconds(1)));
  EXPECT_TRUE(order.empty());
}

TEST(WhenAll, CancelledItselfStillWaitsForTheLast) {
  asio::io_context lane(1);
  Signal never, go;
  bool gone = false, gone_before = false;
  std::exception_ptr thrown;
  const auto end = [&](std::exception_ptr failure) { thrown = failure, gone_before = gone; };
  Running all(lane.get_executor(), alone_with(leave_slowly(never, go, &gone)), end);
  settle(lane);
  all.cancel();
  settle(lane);
  EXPECT_FALSE(all.ended()) << "what it runs has not ended";
  go.notify();
  settle(lane);
  EXPECT_TRUE(all.ended());
  EXPECT_TRUE(gone_before);
  EXPECT_EQ(as_error(thrown, "").kind(), ErrorKind::cancelled);
}

task<> sleep_within(Clock& clock, Duration length, Duration limit, std::vector<int>* order) {
  co_await within(clock, limit, sleep_and_note(clock, length, order, 1), "waiting: it takes too long");
}

TEST(Within, EndsWithTheWorkOrAtTheLimit) {
  asio::io_context lane(1);
  FakeClock clock;
  std::vector<int> order;
  testing::run_on(lane, sleep_within(clock, seconds(1), seconds(2), &order), clock);
  testing::run_on(lane, sleep_within(clock, seconds(3), seconds(0), &order), clock);
  EXPECT_EQ(order, (std::vector<int>{1, 1})) << "0 is no limit";
  const Instant start = clock.now();
  try {
    testing::run_on(lane, sleep_within(clock, seconds(9), seconds(2), &order), clock);
    FAIL() << "it must not end well";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::timeout);
    EXPECT_STREQ(error.what(), "waiting: it takes too long");
  }
  EXPECT_EQ(clock.now() - start, Duration(seconds(2)));
  EXPECT_EQ(order.size(), 2u);
}

TEST(Within, PassesOnAFailureAndACancellation) {
  asio::io_context lane(1);
  FakeClock clock;
  EXPECT_THROW(testing::run_on(lane, within(clock, seconds(5), throw_text(), "late")), std::runtime_error);
  std::vector<int> order;
  std::exception_ptr thrown;
  Running work(lane.get_executor(), sleep_within(clock, seconds(9), seconds(2), &order),
               [&](std::exception_ptr failure) { thrown = failure; });
  settle(lane);
  work.cancel();
  settle(lane);
  EXPECT_TRUE(work.ended());
  EXPECT_EQ(as_error(thrown, "").kind(), ErrorKind::cancelled);
}

TEST(Signal, KeepsOneWakeUpForWhoComesLate) {
  asio::io_context lane(1);
  Signal signal;
  int woken = 0;
  signal.notify();
  signal.notify();
  testing::run_on(lane, wait_for(signal, &woken));
  EXPECT_EQ(woken, 1);
  spawn(lane.get_executor(), wait_for(signal, &woken));
  spawn(lane.get_executor(), wait_for(signal, &woken));
  settle(lane);
  EXPECT_EQ(woken, 1) << "the second notify was not kept as well";
  signal.notify();
  settle(lane);
  EXPECT_EQ(woken, 3) << "all that wait are woken";
}

TEST(Queue, GivesItemsInOrderAndThenItsEnd) {
  asio::io_context lane(1);
  Queue<int> queue;
  std::vector<int> popped;
  Running reader(lane.get_executor(), pop_all(queue, &popped));
  for (int i = 1; i <= 3; ++i) {
    queue.push(i);
    settle(lane);
  }
  queue.push(4);
  queue.close();
  settle(lane);
  EXPECT_TRUE(reader.ended());
  EXPECT_EQ(popped, (std::vector<int>{1, 2, 3, 4}));
}

task<> take_and_write(asio::local::stream_protocol::socket& to, std::string* order) {
  co_await take_turn();
  order->push_back('t');
  to.write_some(asio::buffer("x", 1));
}
task<> read_each(asio::local::stream_protocol::socket& from, std::string* order) {
  char byte = 0;
  for (int i = 0; i < 20; ++i) {
    co_await from.async_read_some(asio::buffer(&byte, 1), use_task);
    order->push_back('r');
  }
}

TEST(TakeTurn, WhatHasArrivedIsReadBetweenTurns) {
  asio::io_context lane(1);
  asio::local::stream_protocol::socket here(lane), there(lane);
  asio::local::connect_pair(here, there);
  std::string order;
  spawn(lane.get_executor(), read_each(there, &order));
  for (int i = 0; i < 20; ++i) spawn(lane.get_executor(), take_and_write(here, &order));
  lane.run();
  EXPECT_EQ(std::count(order.begin(), order.end(), 't'), 20);
  EXPECT_EQ(order.find("ttt"), std::string::npos) << order;
}

task<> take_and_note(int mark, std::vector<int>* order) {
  order->push_back(mark);
  co_await take_turn();
  order->push_back(mark + 10);
  co_await take_turn();
  order->push_back(mark + 20);
}
/// Runs what is posted first, which is what was spawned first, until so many wait.
void let_wait(asio::io_context& lane, std::size_t number, const std::vector<int>& order) {
  while (order.size() < number) ASSERT_EQ(lane.poll_one(), 1u);
}

TEST(TakeTurn, GoesRoundInOrderAndCancellingShowsAtTheNextWait) {
  asio::io_context lane(1);
  std::vector<int> order;
  Running first(lane.get_executor(), take_and_note(1, &order));
  Running second(lane.get_executor(), take_and_note(2, &order));
  Running third(lane.get_executor(), take_and_note(3, &order));
  let_wait(lane, 3, order);
  second.cancel();
  EXPECT_FALSE(second.ended());
  lane.run();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3, 11, 12, 13, 21, 23})) << "it goes on until it waits again";
  EXPECT_TRUE(second.ended());
}

task<> take_with(std::shared_ptr<int> held, std::vector<int>* order) {
  order->push_back(*held);
  co_await take_turn();
  order->push_back(*held + 10);
}

TEST(TakeTurn, WhoeverWaitsGoesWithItsLane) {
  std::vector<int> order;
  std::weak_ptr<int> alive;
  {
    asio::io_context lane(1);
    const auto held = std::make_shared<int>(1);
    alive = held;
    for (int i = 0; i < 2; ++i) spawn(lane.get_executor(), take_with(held, &order));
    let_wait(lane, 2, order);
  }
  EXPECT_EQ(order, (std::vector<int>{1, 1}));
  EXPECT_TRUE(alive.expired());
}

}  // namespace
}  // namespace aitb
