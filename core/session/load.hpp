// How the sessions of a cell are offered: one after the other, by a fixed number of users, or at a rate.
#pragma once
#include <optional>
#include <string>

#include <aitb/time.hpp>

#include "core/plan/arrivals.hpp"

namespace aitb::core {

struct Load {
  enum class Mode { sequential, closed, open };
  Mode mode = Mode::sequential;
  int users = 1;    ///< closed loop
  double rate = 0;  ///< open loop, sessions per second
  ArrivalLaw arrivals;
  std::optional<Duration> duration;  ///< of the measured phase; nullopt: until the runs are done
  Duration ramp{};                   ///< users or rate grow linearly from nothing
  Duration warmup{};                 ///< a phase of its own before the measured one, recorded and never mixed
  int lanes = 1;

  std::string describe() const;
};

}  // namespace aitb::core
