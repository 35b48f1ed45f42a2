#include "core/session/lane.hpp"

#include <pthread.h>
#include <unistd.h>

#include <exception>

#include "core/session/thread_priority.hpp"

namespace aitb::core {

TimeAnchor TimeAnchor::now() {
  TimeAnchor anchor;
  // The wall reading is taken between two monotonic ones; their middle is off by half their distance at most.
  const auto before = std::chrono::steady_clock::now();
  const auto wall = std::chrono::system_clock::now();
  const auto after = std::chrono::steady_clock::now();
  anchor.at = Instant(before + (after - before) / 2);
  anchor.wall_ns = std::chrono::duration_cast<Duration>(wall.time_since_epoch()).count();
  return anchor;
}

Lane::Lane(std::string name, TimeAnchor anchor, Log& log, NetOptions options)
    : name_(std::move(name)),
      guard_(context_.get_executor()),
      clock_(make_clock(context_, anchor.at, anchor.wall_ns)),
      net_(make_net(context_, *clock_, log, std::move(options))) {
  std::promise<int> started;
  std::future<int> id = started.get_future();
  thread_ = std::thread([this, &started] {
    pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
    answer_at_once();
    started.set_value(static_cast<int>(gettid()));
    context_.run();
  });
  thread_id_ = id.get();
}

Lane::~Lane() {
  guard_.reset();
  context_.stop();
  thread_.join();
  net_.reset();
  clock_.reset();
}

void Lane::call(std::function<void()> work) {
  std::promise<void> done;
  asio::post(context_, [&] {
    try {
      work();
      done.set_value();
    } catch (...) {
      done.set_exception(std::current_exception());
    }
  });
  done.get_future().get();
}

void Lane::run(std::function<task<>()> work) {
  std::promise<void> done;
  asio::post(context_, [&] {
    spawn(executor(), work(), [&](std::exception_ptr failure) {
      if (failure) {
        done.set_exception(failure);
      } else {
        done.set_value();
      }
    });
  });
  done.get_future().get();
}

void Lane::post(std::function<void()> work) { asio::post(context_, std::move(work)); }

}  // namespace aitb::core
