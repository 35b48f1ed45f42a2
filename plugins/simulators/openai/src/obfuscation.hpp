// Random letters after each piece of a stream, so that a piece's length tells little.
#pragma once
#include <cstdint>
#include <string>

namespace openai_simulator {

class Obfuscation {
 public:
  Obfuscation(bool wanted, std::uint64_t noise) : wanted_(wanted), noise_(noise) {}
  /// What is appended from here on is what the letters hide.
  void begin(const std::string& out) noexcept { begin_ = out.size(); }
  /// Adds the member `obfuscation` where it is wanted: letters up to a multiple of 16.
  void append(std::string& out);

 private:
  bool wanted_;
  std::uint64_t noise_;
  std::size_t begin_ = 0;
};

}  // namespace openai_simulator
