#define PCRE2_CODE_UNIT_WIDTH 8
#include "text/splitter.hpp"

#include <fmt/format.h>
#include <pcre2.h>

#include <cstdint>
#include <cstring>

#include <aitb/error.hpp>

namespace aitb::text {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* handle) const noexcept {
    Free(handle);
  }
};
using Code = std::unique_ptr<pcre2_code, Freed<pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Freed<pcre2_match_data_free>>;

/// Length of the well-formed UTF-8 character at the start of `text`, or 0 (Unicode 15, table 3-7).
std::size_t character(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const auto tail = [&byte](std::size_t i) { return byte(i) >> 6 == 2; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !tail(1)) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    return !overlong && !surrogate && tail(2) ? 3 : 0;
  }
  const bool overlong = first == 0xF0 && second < 0x90;
  const bool beyond = first == 0xF4 && second > 0x8F;
  return !overlong && !beyond && tail(2) && tail(3) ? 4 : 0;
}

}  // namespace

struct Splitter::Pattern {
  Code code;
};

Splitter::Splitter(std::string_view pattern) : pattern_(std::make_unique<Pattern>()) {
  int error = 0;
  PCRE2_SIZE where = 0;
  pattern_->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                     PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED, &error, &where, nullptr));
  if (!pattern_->code) {
    throw Error(ErrorKind::internal,
                fmt::format("cannot compile a split pattern: PCRE2 error {} at {}", error, where));
  }
  pcre2_jit_compile(pattern_->code.get(),
                    PCRE2_JIT_COMPLETE);  // without JIT the same matches come more slowly
}

Splitter::~Splitter() = default;

std::size_t Splitter::match(std::string_view text, std::size_t at) const {
  thread_local const MatchData data(pcre2_match_data_create(1, nullptr));
  const auto subject = reinterpret_cast<PCRE2_SPTR>(text.data());
  // Anchored since compilation: PCRE2_ANCHORED given here would switch JIT off.
  const std::uint32_t options = PCRE2_NO_UTF_CHECK;
  int found = pcre2_match(pattern_->code.get(), subject, text.size(), at, options, data.get(), nullptr);
  if (found == PCRE2_ERROR_JIT_STACKLIMIT) {  // the interpreter keeps its state on the heap
    found = pcre2_match(pattern_->code.get(), subject, text.size(), at, options | PCRE2_NO_JIT, data.get(),
                        nullptr);
  }
  const std::size_t end = pcre2_get_ovector_pointer(data.get())[1];
  if (found < 0 || end <= at)
    throw Error(ErrorKind::internal, fmt::format("cannot split text: PCRE2 error {}", found));
  return end;
}

std::size_t Splitter::plain_word(std::string_view text, std::size_t at) noexcept {
  const auto run = [text](std::size_t from, char first, char last) {
    while (from < text.size() && text[from] >= first && text[from] <= last) ++from;
    return from;
  };
  const std::size_t capitals = at + (text[at] == ' ' ? 1 : 0);
  const std::size_t small = run(capitals, 'A', 'Z');
  const std::size_t end = run(small, 'a', 'z');
  if (end == small) return at;
  if (end == text.size()) return end;
  const auto next = static_cast<unsigned char>(text[end]);
  const bool goes_on = next >= 0x80 || next == '\'' || (next >= 'A' && next <= 'Z');
  return goes_on ? at : end;
}

std::size_t Splitter::valid_prefix(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    std::uint64_t eight = 0;
    if (at + sizeof eight <= text.size()) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if ((eight & 0x8080808080808080u) == 0) {  // ASCII
        at += sizeof eight;
        continue;
      }
    }
    const std::size_t length = character(text.substr(at));
    if (length == 0) break;
    at += length;
  }
  return at;
}

std::size_t Splitter::invalid_prefix(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at < text.size() && character(text.substr(at)) == 0) ++at;
  return at;
}

}  // namespace aitb::text
