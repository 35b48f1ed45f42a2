#include "core/plan/arrivals.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace aitb::core {

std::optional<ArrivalLaw> ArrivalLaw::parse(std::string_view text) {
  ArrivalLaw law;
  if (text == "constant") {
    law.kind = Kind::constant;
    return law;
  }
  if (text == "poisson") return law;
  constexpr std::string_view prefix = "gamma:";
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  law.kind = Kind::gamma;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), law.cv);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || !(law.cv > 0)) return std::nullopt;
  return law;
}

std::string ArrivalLaw::describe() const {
  switch (kind) {
    case Kind::constant:
      return "constant";
    case Kind::poisson:
      return "poisson";
    case Kind::gamma:
      return fmt::format("gamma:{:g}", cv);
  }
  return {};
}

Arrivals::Arrivals(ArrivalLaw law, double rate_per_sec, Duration ramp, Random random)
    : law_(law), rate_(rate_per_sec), ramp_(to_seconds(ramp)), random_(random) {}

double Arrivals::gap() {
  switch (law_.kind) {
    case ArrivalLaw::Kind::constant:
      return 1;
    case ArrivalLaw::Kind::poisson:
      return random_.exponential();
    case ArrivalLaw::Kind::gamma: {
      const double shape = 1 / (law_.cv * law_.cv);
      return random_.gamma(shape) / shape;
    }
  }
  return 1;
}

Duration Arrivals::next() {
  expected_ += gap();
  // Cumulative intensity: rate·t²/(2·ramp) inside the ramp, rate·(t − ramp/2) after it.
  const double in_ramp = rate_ * ramp_ / 2;
  const double seconds =
      expected_ < in_ramp ? std::sqrt(2 * ramp_ * expected_ / rate_) : expected_ / rate_ + ramp_ / 2;
  return from_seconds(seconds);
}

}  // namespace aitb::core
