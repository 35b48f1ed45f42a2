// When the sessions of an open loop begin: absolute offsets drawn from one stream, the same for any number of
// lanes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <aitb/random.hpp>
#include <aitb/time.hpp>

namespace aitb::core {

/// constant, poisson, or gamma with a coefficient of variation (cv 1 is Poisson, below 1 smoother, above
/// burstier).
struct ArrivalLaw {
  enum class Kind { constant, poisson, gamma };
  Kind kind = Kind::poisson;
  double cv = 1;
  /// "constant", "poisson", "gamma:0.5"; nullopt if it is none of these.
  static std::optional<ArrivalLaw> parse(std::string_view text);
  std::string describe() const;
};

/// The n-th call gives the n-th arrival's offset from the phase's start. During `ramp` the rate grows
/// linearly from 0 to `rate` (the unit-rate process is mapped through the inverse of the cumulative rate).
class Arrivals {
 public:
  Arrivals(ArrivalLaw law, double rate_per_sec, Duration ramp, Random random);
  Duration next();

 private:
  double gap();
  ArrivalLaw law_;
  double rate_, ramp_;
  double expected_ = 0;  // cumulative intensity at the last arrival
  Random random_;
};

}  // namespace aitb::core
