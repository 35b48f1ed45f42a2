#include <sim_kit/media.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace sim_kit {
namespace {

constexpr double kLetterSec = 0.065, kPauseSec = 0.09, kSentenceSec = 0.35, kTau = 6.283185307179586;
constexpr double kLoud = 9000;

void append_u32(std::string& out, std::uint32_t number) {
  for (unsigned shift : {0u, 8u, 16u, 24u}) out += static_cast<char>(number >> shift & 0xffu);
}
void append_u16(std::string& out, std::uint32_t number) {
  out += static_cast<char>(number & 0xffu);
  out += static_cast<char>(number >> 8u & 0xffu);
}

}  // namespace

std::vector<std::int16_t> speak(std::string_view text, double speed, std::uint32_t rate,
                                aitb::Random random) {
  std::vector<std::int16_t> samples;
  const double voice = 110 + 60 * random.uniform();
  const auto length = [&](double seconds) { return static_cast<std::size_t>(seconds / speed * rate); };
  for (char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if ((letter & 0xC0u) == 0x80u) continue;  // inside a character
    if (letter <= 0x20 || std::ispunct(letter) != 0) {
      const bool ends = c == '.' || c == '!' || c == '?' || c == '\n';
      samples.resize(samples.size() + length(ends ? kSentenceSec : letter <= 0x20 ? kPauseSec : 0), 0);
      continue;
    }
    const std::size_t count = length(kLetterSec);
    const double pitch = voice * (1 + 0.02 * static_cast<double>(letter % 13));
    const double step = kTau * pitch / rate, formant = 2 + letter % 7;
    for (std::size_t i = 0; i < count; ++i) {
      const double at = static_cast<double>(i), swell = std::sin(kTau / 2 * at / static_cast<double>(count));
      const double wave = std::sin(step * at) + 0.5 * std::sin(step * formant * at);
      samples.push_back(static_cast<std::int16_t>(kLoud * swell * wave));
    }
  }
  return samples;
}

std::string pcm_bytes(const std::vector<std::int16_t>& samples) {
  std::string out;
  out.reserve(samples.size() * 2);
  for (std::int16_t sample : samples) append_u16(out, static_cast<std::uint16_t>(sample));
  return out;
}

std::string wav_header(std::uint32_t rate, std::uint32_t data_bytes) {
  std::string out = "RIFF";
  append_u32(out, 36 + data_bytes);
  out += "WAVEfmt ";
  append_u32(out, 16);
  append_u16(out, 1);  // PCM
  append_u16(out, 1);
  append_u32(out, rate);
  append_u32(out, rate * 2);
  append_u16(out, 2);
  append_u16(out, 16);
  out += "data";
  append_u32(out, data_bytes);
  return out;
}

std::vector<float> unit_vector(std::size_t dimensions, aitb::Random random) {
  std::vector<double> all(dimensions);
  double sum = 0;
  for (double& one : all) {
    one = random.normal();
    sum += one * one;
  }
  std::vector<float> out;
  out.reserve(dimensions);
  for (double one : all) out.push_back(static_cast<float>(one / std::sqrt(sum)));
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j)
      bits = bits << 8u | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j)
      out += i + j > bytes.size() ? '=' : kAlphabet[bits >> (18 - 6 * j) & 63u];
  }
  return out;
}

}  // namespace sim_kit
