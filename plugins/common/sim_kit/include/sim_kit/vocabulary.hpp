// English-like sentences made of words that are one token each, so that a text's length in tokens is known.
#pragma once
#include <aitb/random.hpp>

#include <cstdint>
#include <string_view>

namespace sim_kit {

/// Writes exactly `tokens` tokens of running text, the same for the same random stream. Every piece is a
/// static string; pieces joined are encoded by o200k_base and cl100k_base as just these pieces.
class SentenceWriter {
 public:
  SentenceWriter(aitb::Random random, std::uint32_t tokens);
  /// The next token; empty when all are written.
  std::string_view next();
  std::uint32_t left() const noexcept { return left_; }

 private:
  std::string_view word();
  void begin_sentence();

  aitb::Random random_;
  std::uint32_t left_;
  std::uint8_t pattern_ = 0, slot_ = 0, sentences_ = 0;
  bool at_start_ = true, paragraph_ = true;
};

}  // namespace sim_kit
