// Rate limits by sliding window, shared by all lanes of a run: when the next call may be made.
#pragma once
#include <aitb/context.hpp>
#include <aitb/task.hpp>

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "options.hpp"

namespace mcp {

/// When calls were made, by tool or server. [any]
class CallTimes {
 public:
  /// Zero: the call was counted at `now`. Else it was not, and may be asked for again after that time.
  aitb::Duration take(const std::string& name, const RateLimit& limit, aitb::Instant now);

 private:
  std::mutex guard_;
  std::map<std::string, std::deque<aitb::Instant>> calls_;
};

class RateLimits {
 public:
  RateLimits(const Options& options, aitb::Context& context);
  /// A place among the calls that may run at the same time; gives it back at its end.
  class Place {
   public:
    Place() = default;
    Place(Place&& other) noexcept : limits_(other.limits_), name_(std::move(other.name_)) {
      other.limits_ = nullptr;
    }
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (limits_ != nullptr) limits_->leave(name_);
    }

   private:
    friend class RateLimits;
    RateLimits* limits_ = nullptr;
    std::string name_;
  };
  /// [lane] Waits until the limit of the tool, else of its server, lets a call pass. Throws
  /// Error(rate_limited) when that would take too long.
  aitb::task<Place> admit(std::string tool, std::string server);

 private:
  void leave(const std::string& name) noexcept;
  aitb::Duration wait_for(const std::string& name, const RateLimit& limit, aitb::Instant give_up);

  std::map<std::string, RateLimit> limits_;
  aitb::Duration longest_;
  aitb::Clock& clock_;
  std::shared_ptr<CallTimes> times_;
  std::map<std::string, int> running_;
  aitb::Signal left_;
};

}  // namespace mcp
