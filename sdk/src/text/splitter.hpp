// Cuts text into the pieces that an encoding merges separately: words, numbers, punctuation, white space.
#pragma once
#include <functional>
#include <memory>
#include <string_view>

namespace aitb::text {

/// A compiled pattern; matching is thread-safe.
class Splitter {
 public:
  /// `pattern` must match at every position of any text, and cut plain words as plain_word() does.
  explicit Splitter(std::string_view pattern);
  ~Splitter();
  Splitter(const Splitter&) = delete;
  Splitter& operator=(const Splitter&) = delete;

  /// Calls `each` with every piece in order; together they are the text. Bytes that are not UTF-8 make pieces
  /// of their own, one for each unbroken run.
  template <class Each>
  void split(std::string_view text, Each each) const {
    while (!text.empty()) {
      const std::size_t valid = valid_prefix(text);
      const std::string_view part = text.substr(0, valid ? valid : invalid_prefix(text));
      if (valid == 0) each(part);
      for (std::size_t at = 0; valid && at < part.size();) {
        std::size_t end = plain_word(part, at);
        if (end == at) end = match(part, at);
        each(part.substr(at, end - at));
        at = end;
      }
      text.remove_prefix(part.size());
    }
  }

  /// Length of the longest prefix that is well-formed UTF-8, and of the longest without any well-formed
  /// character.
  static std::size_t valid_prefix(std::string_view text) noexcept;
  static std::size_t invalid_prefix(std::string_view text) noexcept;

  /// The end of the piece at `at`, by the pattern alone.
  std::size_t match(std::string_view text, std::size_t at) const;
  /// The end of the plain word at `at`: a blank or none, capitals or none, small letters, and behind them
  /// ASCII that is neither a letter nor an apostrophe. `at`, if there is none. All patterns make one piece of
  /// it; most of an English text is such words.
  static std::size_t plain_word(std::string_view text, std::size_t at) noexcept;

 private:
  struct Pattern;
  std::unique_ptr<Pattern> pattern_;
};

}  // namespace aitb::text
