// One running program: its lines out in order, its lines in given to the requests that wait for them.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "event.hpp"

namespace exec {

/// A request in flight. Lives in the coroutine that waits for it and is on the worker's list meanwhile.
class Pending {
 public:
  explicit Pending(aitb::Exchange& exchange) : out(exchange) {}
  aitb::Exchange& out;
  bool answered = false;
  std::optional<aitb::Error> failure;
  aitb::Signal ended;
};

/// [lane] Shared by its owner and by its own two coroutines, so that a killed program's last lines find it.
class Worker {
 public:
  Worker(aitb::Context& context, std::unique_ptr<aitb::Process> process);

  /// Its two coroutines; the owner runs them.
  static aitb::task<> read(std::shared_ptr<Worker> self);
  static aitb::task<> write(std::shared_ptr<Worker> self);

  void say(std::string line, Pending* about = nullptr);
  void add(std::uint64_t id, Pending* pending);
  /// No event of it is given away any more; an unanswered request is cancelled at the program.
  void forget(std::uint64_t id);
  /// Ends the program and its children at once; nothing waits for it any more.
  void kill() noexcept;
  bool alive() const noexcept { return alive_; }
  /// After hello.
  const std::vector<std::string>& faces() const noexcept { return faces_; }

  aitb::Signal greeted;                ///< hello came, or the program failed before it
  std::optional<aitb::Error> failure;  ///< why it is no longer alive

 private:
  struct Line {
    std::string text;
    Pending* about = nullptr;
  };

  void take(const Event& event, const aitb::Arrival& arrival);
  void answer(Pending& pending, const Event& event);
  void fail(aitb::Error error);

  aitb::Log& log_;
  aitb::Clock& clock_;
  std::unique_ptr<aitb::Process> process_;
  aitb::Queue<Line> lines_;
  std::map<std::uint64_t, Pending*> pending_;
  std::vector<std::string> faces_;
  bool alive_ = true, hello_ = false;
  std::uint64_t last_id_ = 0;
};

}  // namespace exec
