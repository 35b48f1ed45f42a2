#include "response_store.hpp"

namespace openai_simulator {

void ResponseStore::put(const std::string& id, std::shared_ptr<const StoredResponse> response) {
  const std::lock_guard lock(guard_);
  bytes_ += response->body.size();
  all_[id] = std::move(response);
  order_.push_back(id);
  while (order_.size() > kMost || (bytes_ > kMostBytes && order_.size() > 1)) {
    forget(order_.front());
    order_.pop_front();
  }
}

std::shared_ptr<const StoredResponse> ResponseStore::get(const std::string& id) const {
  const std::lock_guard lock(guard_);
  const auto found = all_.find(id);
  return found == all_.end() ? nullptr : found->second;
}

void ResponseStore::forget(const std::string& id) {
  const auto found = all_.find(id);
  if (found == all_.end()) return;
  bytes_ -= found->second->body.size();
  all_.erase(found);
}

bool ResponseStore::erase(const std::string& id) {
  const std::lock_guard lock(guard_);
  const bool known = all_.contains(id);
  forget(id);
  return known;
}

}  // namespace openai_simulator
