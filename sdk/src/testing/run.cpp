#include <aitb/testing/run.hpp>

#include <stdexcept>

#include <aitb/testing/fake_clock.hpp>

namespace aitb::inline v1::testing {
namespace {

using Wall = std::chrono::steady_clock;

[[noreturn]] void hangs() {
  throw std::runtime_error(
      "running a test's coroutine: it did not end within its limit; it waits for what never comes");
}

/// Ends are kept outside the coroutine's own handler, so that a failure leaves run_on() and not
/// io_context::run().
class End {
 public:
  std::function<void(std::exception_ptr)> note() {
    return [end = state_](std::exception_ptr failure) {
      end->over = true;
      end->failure = failure;
    };
  }
  bool over() const { return state_->over; }
  void rethrow() const {
    if (state_->failure) std::rethrow_exception(state_->failure);
  }

 private:
  struct State {
    bool over = false;
    std::exception_ptr failure;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace

void run_on(asio::io_context& lane, task<> work, Duration limit) {
  End end;
  spawn(lane.get_executor(), std::move(work), end.note());
  const auto until = Wall::now() + limit;
  lane.restart();
  while (!end.over()) {
    if (lane.run_one_until(until) == 0) hangs();
  }
  end.rethrow();
}

void run_on(asio::io_context& lane, task<> work, FakeClock& clock, Duration limit) {
  End end;
  spawn(lane.get_executor(), std::move(work), end.note());
  const auto until = Wall::now() + limit;
  lane.restart();
  while (!end.over()) {
    if (Wall::now() > until) hangs();
    if (lane.poll_one() > 0) continue;
    if (!clock.jump() && lane.run_one_until(until) == 0) hangs();
  }
  end.rethrow();
}

namespace {
std::unique_ptr<Clock> clock_from_now(asio::io_context& lane) {
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return make_clock(lane, Instant(std::chrono::steady_clock::now()),
                    std::chrono::duration_cast<Duration>(wall).count());
}
}  // namespace

Lane::Lane(NetOptions options)
    : clock_(clock_from_now(context_)), net_(make_net(context_, *clock_, null_log(), std::move(options))) {}
Lane::~Lane() = default;

}  // namespace aitb::inline v1::testing
