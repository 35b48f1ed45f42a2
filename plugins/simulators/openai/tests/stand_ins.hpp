// A clock that jumps, a responder that keeps what is written with its time, and a simulator between them.
#pragma once
#include <aitb/context.hpp>
#include <aitb/testing/run.hpp>
#include <boost/json.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "simulator.hpp"

namespace simulator_test {

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

/// One simulator and the requests that a test puts to it.
class Bench {
 public:
  explicit Bench(openai_simulator::Options options = {}, std::uint64_t seed = 7,
                 std::string folder = "/nonexistent", int lane = 0,
                 std::shared_ptr<aitb::Commons> commons = std::make_shared<aitb::Commons>())
      : context_(aitb::null_log(), clock, lane_.net(), aitb::Random(seed, "simulator"), std::move(folder),
                 lane, std::move(commons)),
        simulator(std::make_unique<openai_simulator::OpenAiSimulator>(std::move(options), context_)) {}

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
  Peer& post(const boost::json::value& body) {
    return put(request("POST", "/v1/chat/completions", boost::json::serialize(body)));
  }

  JumpingClock clock;

 private:
  aitb::testing::Lane lane_;
  aitb::Context context_;

 public:
  std::unique_ptr<openai_simulator::OpenAiSimulator> simulator;

 private:
  std::vector<std::unique_ptr<Peer>> peers_;
};

/// A chat request; `more` is merged in.
inline boost::json::object ask(std::string_view text, boost::json::object more = {}) {
  boost::json::object body;
  body["model"] = "gpt-4o-mini";
  body["messages"] = boost::json::array{boost::json::object{{"role", "user"}, {"content", text}}};
  for (const auto& member : more) body[member.key()] = member.value();
  return body;
}

/// The data of all events of a stream, in order.
inline std::vector<std::string> events(const Peer& peer) {
  std::string all;
  for (const Write& write : peer.writes) all += write.bytes;
  std::vector<std::string> found;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find("\n\n", at);
    if (end == std::string::npos || all.compare(at, 6, "data: ") != 0) {
      found.push_back("BROKEN: " + all.substr(at));
      break;
    }
    found.push_back(all.substr(at + 6, end - at - 6));
    at = end + 2;
  }
  return found;
}

/// The same without [DONE], parsed.
inline std::vector<boost::json::object> chunks(const Peer& peer) {
  std::vector<boost::json::object> found;
  for (const std::string& event : events(peer)) {
    if (event != "[DONE]") found.push_back(boost::json::parse(event).as_object());
  }
  return found;
}

inline std::string joined_content(const Peer& peer, std::int64_t choice = 0) {
  std::string text;
  for (const boost::json::object& chunk : chunks(peer)) {
    for (const boost::json::value& one : chunk.at("choices").as_array()) {
      const boost::json::object& delta = one.at("delta").as_object();
      if (one.at("index").as_int64() != choice || !delta.contains("content") ||
          !delta.at("content").is_string())
        continue;
      text += delta.at("content").as_string();
    }
  }
  return text;
}

}  // namespace simulator_test
