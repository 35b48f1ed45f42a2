#include <aitb/random.hpp>

#include <cmath>
#include <numbers>

#include "text/philox.hpp"

namespace aitb::inline v1 {
namespace {

std::uint32_t low(std::uint64_t word) { return static_cast<std::uint32_t>(word); }
std::uint32_t high(std::uint64_t word) { return static_cast<std::uint32_t>(word >> 32); }

// FNV-1a with a final mix, so that names which differ in one letter differ in every bit.
std::uint64_t hash(std::string_view name) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (unsigned char c : name) h = (h ^ c) * 0x100000001b3u;
  h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9u;
  h = (h ^ (h >> 27)) * 0x94d049bb133111ebu;
  return h ^ (h >> 31);
}

}  // namespace

// The low half of the counter numbers the blocks of a stream; key and high half together say which stream it
// is.
Random::Random(std::uint64_t seed, std::string_view stream) : key_{low(seed), high(seed)} {
  if (!stream.empty()) *this = split(stream);
}

Random Random::split(std::string_view name) const {
  const std::uint64_t h = hash(name);
  const auto identity = text::philox({low(h), high(h), counter_[2], counter_[3]}, key_);
  Random child;
  child.key_ = {identity[0], identity[1]};
  child.counter_ = {0, 0, identity[2], identity[3]};
  return child;
}

std::uint64_t Random::next() {
  if (used_ == 4) {
    block_ = text::philox(counter_, key_);
    if (++counter_[0] == 0) ++counter_[1];
    used_ = 0;
  }
  const std::uint64_t word = std::uint64_t{block_[used_ + 1]} << 32 | block_[used_];
  used_ += 2;
  return word;
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

// Lemire's multiplication method; words that would favour small results are drawn again.
std::uint64_t Random::below(std::uint64_t n) {
  __extension__ using Wide = unsigned __int128;
  Wide product = Wide{next()} * n;
  if (static_cast<std::uint64_t>(product) < n) {
    const std::uint64_t unfair = -n % n;
    while (static_cast<std::uint64_t>(product) < unfair) product = Wide{next()} * n;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

// Box and Muller's first value only: always two draws, so that a stream's position never depends on its past
// use.
double Random::normal() {
  const double radius = std::sqrt(2 * exponential());
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

double Random::exponential() { return -std::log1p(-uniform()); }

double Random::gamma(double shape) {
  if (shape < 1) {
    const double larger = gamma(shape + 1);
    return larger * std::pow(1 - uniform(), 1 / shape);
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal();
    const double cube = std::pow(1 + c * x, 3);
    const double u = 1 - uniform();
    if (cube > 0 && std::log(u) < 0.5 * x * x + d - d * cube + d * std::log(cube)) return d * cube;
  }
}

}  // namespace aitb::inline v1
