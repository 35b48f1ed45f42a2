// RIFF/WAVE, PCM. The sound is vowel-like: a buzz at speaking pitch through two resonances, in syllables.
#include <array>
#include <cmath>

#include "bytes.hpp"
#include "files.hpp"

namespace assets {
namespace {

/// A resonance: the simplest filter that makes a buzz sound like a vowel.
class Resonance {
 public:
  double next(double in, double hertz, double rate) {
    const double radius = std::exp(-3.14159265358979 * 90 / rate),
                 angle = 2 * 3.14159265358979 * hertz / rate;
    const double out = in + 2 * radius * std::cos(angle) * one_ - radius * radius * two_;
    two_ = one_;
    one_ = out;
    return out * (1 - radius);
  }

 private:
  double one_ = 0, two_ = 0;
};

}  // namespace

std::string wav(int sample_rate, double seconds) {
  constexpr std::array<std::array<double, 2>, 5> kVowels = {
      {{730, 1090}, {270, 2290}, {530, 1840}, {570, 840}, {300, 870}}};
  const auto samples = static_cast<std::size_t>(seconds * sample_rate);
  std::string data;
  Resonance low, high;
  double phase = 0;
  for (std::size_t i = 0; i < samples; ++i) {
    const double time = static_cast<double>(i) / sample_rate, syllable = time / 0.22;
    const double within = syllable - std::floor(syllable);
    const auto& vowel = kVowels[static_cast<std::size_t>(syllable) % kVowels.size()];
    const double rise = time / seconds, pitch = 118 + 10 * std::sin(time * 5) + 60 * rise * rise * rise;
    phase += pitch / sample_rate;
    const double buzz = 2 * (phase - std::floor(phase)) - 1;
    const double loud = within < 0.8 ? std::sin(3.14159265358979 * within / 0.8) : 0;
    const double voice = low.next(buzz, vowel[0], sample_rate) + 0.6 * high.next(buzz, vowel[1], sample_rate);
    const double level = std::max(-1.0, std::min(1.0, voice * loud));
    put_little(data, static_cast<std::uint16_t>(static_cast<std::int16_t>(std::lround(level * 24000))), 2);
  }
  std::string out = "RIFF";
  put_little(out, 36 + data.size(), 4);
  out += "WAVEfmt ";
  put_little(out, 16, 4);
  put_little(out, 1, 2);  // PCM
  put_little(out, 1, 2);  // mono
  put_little(out, static_cast<std::uint64_t>(sample_rate), 4);
  put_little(out, static_cast<std::uint64_t>(sample_rate) * 2, 4);
  put_little(out, 2, 2);
  put_little(out, 16, 2);
  out += "data";
  put_little(out, data.size(), 4);
  return out + data;
}

}  // namespace assets
