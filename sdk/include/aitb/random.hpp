// Deterministic random streams: each consumer has its own, drawn from the run's seed and the consumer's name.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include <aitb/api.hpp>

namespace aitb::inline v1 {

/// Counter-based generator (Philox 4x32-10, Salmon et al., SC'11): the n-th value of a stream depends on
/// seed, name and n only, never on what other streams drew. Satisfies std::uniform_random_bit_generator, but
/// use the members below: the distributions of the standard library differ between implementations. Cheap to
/// copy.
class AITB_API Random {
 public:
  using result_type = std::uint64_t;

  explicit Random(std::uint64_t seed = 0, std::string_view stream = {});
  /// A child stream: independent of this one and of all other names.
  Random split(std::string_view name) const;

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() { return next(); }

  std::uint64_t next();
  /// Uniform in [0, 1), 53 bits.
  double uniform();
  /// Uniform integer in [0, n), unbiased; n > 0.
  std::uint64_t below(std::uint64_t n);
  double normal();
  /// Mean 1.
  double exponential();
  /// Gamma with shape k and mean k (Marsaglia and Tsang 2000).
  double gamma(double shape);

 private:
  std::array<std::uint32_t, 2> key_{};
  std::array<std::uint32_t, 4> counter_{};
  std::array<std::uint32_t, 4> block_{};
  unsigned used_ = 4;
};

}  // namespace aitb::inline v1
