// Whether and when a failed attempt is tried again.
#pragma once
#include <optional>
#include <set>

#include <aitb/error.hpp>
#include <aitb/random.hpp>

#include "core/config/config.hpp"

namespace aitb::core {

class RetryPolicy {
 public:
  explicit RetryPolicy(const Defaults& defaults);
  /// The wait before the next attempt, or nullopt: give up. `attempt` counts from 1. The server's Retry-After
  /// wins over the back-off when it is longer; one longer than the back-off's ceiling ends the trying, since
  /// waiting less than asked is refused again. The back-off is exact, without jitter, so that a run can be
  /// repeated.
  std::optional<Duration> wait_after(int attempt, const Error& error) const;

 private:
  int retries_;
  double first_, factor_, ceiling_;
  std::set<ErrorKind> kinds_;
};

}  // namespace aitb::core
