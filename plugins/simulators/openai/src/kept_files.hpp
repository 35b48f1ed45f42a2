// Keeps pictures that were answered with an address, until newer ones take their place.
#pragma once
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace openai_simulator {

/// One for all lanes of a simulator. [any]
class KeptFiles {
 public:
  void put(const std::string& name, std::string bytes) {
    const std::lock_guard lock(guard_);
    all_[name] = std::make_shared<const std::string>(std::move(bytes));
    order_.push_back(name);
    if (order_.size() <= kMost) return;
    all_.erase(order_.front());
    order_.pop_front();
  }
  /// nullptr if it is not there (any more).
  std::shared_ptr<const std::string> get(const std::string& name) const {
    const std::lock_guard lock(guard_);
    const auto found = all_.find(name);
    return found == all_.end() ? nullptr : found->second;
  }

 private:
  static constexpr std::size_t kMost = 64;
  mutable std::mutex guard_;
  std::unordered_map<std::string, std::shared_ptr<const std::string>> all_;
  std::deque<std::string> order_;
};

}  // namespace openai_simulator
