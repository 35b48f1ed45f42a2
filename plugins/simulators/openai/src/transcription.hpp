// An uploaded sound, and the words that stand for it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <aitb/random.hpp>

namespace openai_simulator {

/// Seconds of a sound file: exact for WAV, else what its size suggests (16 kB a second).
double sound_seconds(std::string_view file);

class Word {
 public:
  Word(std::string what, double from, double to) : text(std::move(what)), start(from), end(to) {}
  std::string text;  ///< with the space before it
  double start, end;
};

/// 2.5 words a second, spread evenly.
std::vector<Word> words_of_sound(double seconds, const aitb::Random& random);

/// "00:00:01,500", with `point` before the milliseconds.
std::string clock_text(double seconds, char point);

}  // namespace openai_simulator
