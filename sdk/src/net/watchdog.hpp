// Inside libaitb: deadlines of everything that a lane's net services do, kept by one sleeper.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include <aitb/api.hpp>
#include <aitb/time.hpp>

namespace aitb::net {

enum class Limit : std::uint8_t { none, connect, first_byte, between, total };
/// "connect", "first byte", "between bytes", "total".
std::string_view to_string(Limit limit) noexcept;

/// One per lane. A watch that only moves its deadline later costs a store; the sleeper finds out when it
/// wakes.
class AITB_API Watchdog {
 public:
  Watchdog(Executor executor, Clock& clock);
  ~Watchdog();

  class Watch;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// What watches one exchange. Stays where it was made.
class AITB_API Watchdog::Watch {
 public:
  explicit Watch(Watchdog& dog);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// The limit over everything; zero: none.
  void total(Instant start, Duration length);
  /// From now on `limit` ends at now + `length` (zero: never) unless the total does before.
  void expect(Limit limit, Duration length);
  /// Nothing is awaited from the peer now: only the total counts.
  void rest() noexcept;

  /// none: no deadline has passed.
  Limit expired() const noexcept { return expired_; }
  /// Which deadline passed: "the first byte deadline of 60 s passed".
  std::string sentence() const;

  class Aim;

 private:
  friend class Watchdog;
  using Stop = void (*)(void* target) noexcept;

  std::shared_ptr<State> state_;
  Stop stop_ = nullptr;
  void* target_ = nullptr;
  Instant at_ = Instant::max(), total_ = Instant::max();
  Duration length_{}, total_length_{};
  Limit limit_ = Limit::none, expired_ = Limit::none;
  std::size_t slot_ = 0;
};

/// While it lives, `stop(target)` is what ends the pending wait when a deadline passes. Aims nest.
class AITB_API Watchdog::Watch::Aim {
 public:
  Aim(Watch& watch, Stop stop, void* target) noexcept;
  ~Aim();
  Aim(const Aim&) = delete;
  Aim& operator=(const Aim&) = delete;

 private:
  Watch& watch_;
  Stop stop_;
  void* target_;
};

}  // namespace aitb::net
