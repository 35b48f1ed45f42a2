#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <sim_kit/vocabulary.hpp>
#include "transcription.hpp"

namespace openai_simulator {
namespace {

constexpr double kWordsPerSecond = 2.5, kBytesPerSecond = 16000, kLongest = 4 * 3600;

std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return number;
}

}  // namespace

double sound_seconds(std::string_view file) {
  const double guess = static_cast<double>(file.size()) / kBytesPerSecond;
  if (!file.starts_with("RIFF") || file.size() < 12 || file.substr(8, 4) != "WAVE")
    return std::min(guess, kLongest);
  double rate = 0;
  for (std::size_t at = 12; at + 8 <= file.size();) {
    const std::string_view kind = file.substr(at, 4);
    const std::size_t size = u32_at(file, at + 4);
    if (kind == "fmt " && at + 20 <= file.size()) rate = u32_at(file, at + 16);
    // Who streams a WAV writes a size that is none: then the rest of the file counts.
    if (kind == "data" && rate > 0)
      return std::min(static_cast<double>(std::min(size, file.size() - at - 8)) / rate, kLongest);
    at += 8 + size + size % 2;
  }
  return std::min(guess, kLongest);
}

std::vector<Word> words_of_sound(double seconds, const aitb::Random& random) {
  const auto count = static_cast<std::uint32_t>(std::max(1.0, std::round(seconds * kWordsPerSecond)));
  sim_kit::SentenceWriter writer(random, count);
  std::vector<Word> words;
  const double each = seconds / count;
  for (std::string_view piece = writer.next(); !piece.empty(); piece = writer.next()) {
    const double at = each * static_cast<double>(words.size());
    words.emplace_back(std::string(piece), at, at + each);
  }
  return words;
}

std::string clock_text(double seconds, char point) {
  const auto ms = static_cast<std::int64_t>(std::llround(seconds * 1000));
  return fmt::format("{:02}:{:02}:{:02}{}{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, point,
                     ms % 1000);
}

}  // namespace openai_simulator
