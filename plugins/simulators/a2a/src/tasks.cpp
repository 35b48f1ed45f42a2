#include "tasks.hpp"

namespace a2a_simulator {
namespace {

constexpr std::size_t kMost = 10'000;

}  // namespace

std::string Task::state(aitb::Instant now) const {
  if (cancelled) return "canceled";
  return now < due ? "working" : outcome;
}

void Tasks::put(Task task) {
  const std::lock_guard lock(guard_);
  const std::string id = task.id;
  if (tasks_.insert_or_assign(id, std::move(task)).second) order_.push_back(id);
  if (order_.size() <= kMost) return;
  tasks_.erase(order_.front());
  order_.pop_front();
}

std::optional<Task> Tasks::get(const std::string& id) const {
  const std::lock_guard lock(guard_);
  const auto found = tasks_.find(id);
  if (found == tasks_.end()) return std::nullopt;
  return found->second;
}

bool Tasks::cancel(const std::string& id, aitb::Instant now) {
  const std::lock_guard lock(guard_);
  const auto found = tasks_.find(id);
  if (found == tasks_.end() || found->second.state(now) != "working") return false;
  found->second.cancelled = true;
  return true;
}

}  // namespace a2a_simulator
