// The tasks that clients gave to the agents. Their states follow from the time: nothing runs in the
// background.
#pragma once
#include <aitb/time.hpp>

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace a2a_simulator {

class Task {
 public:
  Task() = default;
  std::string id, context, message_id, question, answer;
  std::string outcome = "completed";  ///< or failed, input-required
  aitb::Instant due{};                ///< when it has that state
  bool cancelled = false;
  std::string state(aitb::Instant now) const;
};

/// One for all lanes of a simulator; forgets the oldest beyond 10,000. [any]
class Tasks {
 public:
  void put(Task task);
  std::optional<Task> get(const std::string& id) const;
  /// False if it has ended by `now`, or does not exist.
  bool cancel(const std::string& id, aitb::Instant now);

 private:
  mutable std::mutex guard_;
  std::unordered_map<std::string, Task> tasks_;
  std::deque<std::string> order_;
};

}  // namespace a2a_simulator
