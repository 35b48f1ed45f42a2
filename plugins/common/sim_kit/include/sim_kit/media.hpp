// Pictures, sounds and vectors that can be decoded, the same for the same seed.
#pragma once
#include <aitb/random.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sim_kit {

/// A PNG of that size, RGB: soft colours with a little noise, so that it weighs what a picture weighs.
std::string draw_png(std::uint32_t width, std::uint32_t height, aitb::Random random);

/// 16-bit samples, mono, that sound like speech from afar: a tone for every letter, silence between words.
std::vector<std::int16_t> speak(std::string_view text, double speed, std::uint32_t rate, aitb::Random random);
/// Little endian, as WAV and raw PCM want them.
std::string pcm_bytes(const std::vector<std::int16_t>& samples);
/// The 44 bytes before `data_bytes` of mono 16-bit samples.
std::string wav_header(std::uint32_t rate, std::uint32_t data_bytes);

/// Unit length.
std::vector<float> unit_vector(std::size_t dimensions, aitb::Random random);

std::string base64(std::string_view bytes);

}  // namespace sim_kit
