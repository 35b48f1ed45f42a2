// Keeps responses that later requests go on from, as many as fit.
#pragma once
#include <boost/json/array.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace openai_simulator {

/// A response, and the conversation up to and including it.
class StoredResponse {
 public:
  StoredResponse(std::string text, boost::json::array given, boost::json::array all)
      : body(std::move(text)), input(std::move(given)), items(std::move(all)) {}
  const std::string body;
  const boost::json::array input, items;
};

/// The oldest go first. One for all lanes of a simulator. [any]
class ResponseStore {
 public:
  void put(const std::string& id, std::shared_ptr<const StoredResponse> response);
  /// nullptr if it is not there (any more).
  std::shared_ptr<const StoredResponse> get(const std::string& id) const;
  bool erase(const std::string& id);

 private:
  static constexpr std::size_t kMost = 1024, kMostBytes = 256u << 20;
  void forget(const std::string& id);

  mutable std::mutex guard_;
  std::unordered_map<std::string, std::shared_ptr<const StoredResponse>> all_;
  std::deque<std::string> order_;
  std::size_t bytes_ = 0;
};

}  // namespace openai_simulator
