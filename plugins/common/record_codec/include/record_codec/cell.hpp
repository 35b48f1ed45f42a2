// One value on its way between a record and a store: null, integer, real, text or blob.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace aitb::record_codec {

/// Text and blob point into the record, into a Scratch or into the store's row: use before those change.
struct Cell {
  enum class Kind : std::uint8_t { null, integer, real, text, blob };
  Kind kind = Kind::null;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view bytes;

  static Cell of(std::int64_t value) { return {Kind::integer, value, 0, {}}; }
  static Cell of_real(double value) { return {Kind::real, 0, value, {}}; }
  /// Empty text is null: in a store both mean "there was none".
  static Cell of_text(std::string_view value) {
    return value.empty() ? Cell() : Cell{Kind::text, 0, 0, value};
  }
  static Cell of_blob(std::string_view value) {
    return value.empty() ? Cell() : Cell{Kind::blob, 0, 0, value};
  }
  bool null() const noexcept { return kind == Kind::null; }
};

/// Strings that live until clear(), for cells whose text is made on the fly; keeps its memory for the next
/// row.
class Scratch {
 public:
  std::string& next() {
    if (used_ == strings_.size()) strings_.emplace_back();
    std::string& string = strings_[used_++];
    string.clear();
    return string;
  }
  void clear() noexcept { used_ = 0; }

 private:
  std::deque<std::string> strings_;
  std::size_t used_ = 0;
};

}  // namespace aitb::record_codec
