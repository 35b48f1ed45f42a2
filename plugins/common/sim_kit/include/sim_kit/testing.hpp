// A clock that jumps, a responder that keeps what is written with its time, and a simulator between them: for
// tests of simulators.
#pragma once
#include <aitb/context.hpp>
#include <aitb/http_server.hpp>
#include <aitb/testing/run.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sim_kit::testing {

/// Sleeping moves time to the deadline at once, so that a test sees intended times exactly.
class JumpingClock final : public aitb::Clock {
 public:
  aitb::Instant now() const noexcept override { return now_; }
  std::int64_t wall_ns(aitb::Instant at) const noexcept override {
    return 1'763'700'000'000'000'000 + aitb::to_ns(at);
  }
  aitb::task<> sleep_until(aitb::Instant at) override {
    if (on_sleep) on_sleep();
    now_ = std::max(now_, at);
    co_return;
  }
  std::function<void()> on_sleep;

 private:
  aitb::Instant now_ = aitb::from_ns(1'000'000'000);
};

struct Write {
  std::string bytes;
  aitb::Instant at;
};

/// A peer; `slow` takes nothing without waiting, `leave_after` breaks the connection after so many writes.
class Peer final : public aitb::Responder {
 public:
  explicit Peer(aitb::Clock& clock) : clock_(clock) {}
  int status = 0;
  aitb::Headers headers;
  std::string body;
  std::vector<Write> writes;
  bool slow = false, finished = false;
  std::size_t leave_after = SIZE_MAX;

  aitb::task<> reply(int code, aitb::Headers fields, std::string text) override {
    status = code;
    headers = std::move(fields);
    body = std::move(text);
    replied_at = clock_.now();
    finished = true;
    co_return;
  }
  aitb::task<> start(int code, aitb::Headers fields) override {
    status = code;
    headers = std::move(fields);
    co_return;
  }
  aitb::task<> write(std::string_view chunk) override {
    if (writes.size() >= leave_after) throw aitb::Error(aitb::ErrorKind::cancelled, "the client has gone");
    keep(chunk);
    co_return;
  }
  bool try_write(std::string_view chunk) noexcept override {
    if (slow || writes.size() >= leave_after) return false;
    keep(chunk);
    return true;
  }
  aitb::task<> finish() override {
    finished = true;
    co_return;
  }
  aitb::task<std::unique_ptr<aitb::WebSocket>> accept(std::string) override { co_return nullptr; }
  bool gone() const noexcept override { return writes.size() >= leave_after; }
  void on_gone(std::function<void()>) override {}
  aitb::task<> raw(std::string) override { co_return; }
  void abort(bool) noexcept override {}

  aitb::Instant replied_at{};

 private:
  void keep(std::string_view chunk) { writes.push_back(Write{std::string(chunk), clock_.now()}); }
  aitb::Clock& clock_;
};

/// One simulator and the requests that a test puts to it. `Simulator` has Options and HttpService.
template <class Simulator>
class Bench {
 public:
  explicit Bench(typename Simulator::Options options = {}, std::uint64_t seed = 7,
                 std::string folder = "/nonexistent", int lane = 0,
                 std::shared_ptr<aitb::Commons> commons = std::make_shared<aitb::Commons>())
      : context_(aitb::null_log(), clock, lane_.net(), aitb::Random(seed, "simulator"), std::move(folder),
                 lane, std::move(commons)),
        simulator(std::make_unique<Simulator>(std::move(options), context_)) {}

  aitb::ServerRequest request(std::string method, std::string path, std::string body = {}) const {
    aitb::ServerRequest made;
    made.method = std::move(method);
    made.target = made.path = std::move(path);
    made.headers.set("Authorization", "Bearer sk-test");
    made.body = std::move(body);
    made.received = clock.now();
    return made;
  }
  Peer& put(aitb::ServerRequest request) {
    peers_.push_back(std::make_unique<Peer>(clock));
    return serve(std::move(request), *peers_.back());
  }
  Peer& serve(aitb::ServerRequest request, Peer& peer) {
    lane_.run(simulator->serve(std::move(request), peer));
    return peer;
  }

  JumpingClock clock;

 private:
  aitb::testing::Lane lane_;
  aitb::Context context_;

 public:
  std::unique_ptr<Simulator> simulator;

 private:
  std::vector<std::unique_ptr<Peer>> peers_;
};

}  // namespace sim_kit::testing
