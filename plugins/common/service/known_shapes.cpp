#include "service/known_shapes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include "service/json_text.hpp"

namespace service {
namespace {

namespace json = boost::json;

/// A service whose events look different each time is not studied for ever: so many lessons, then one for so
/// many finds.
constexpr std::uint64_t kLessons = 64, kFindsPerLesson = 16;
constexpr std::size_t kDigits = 18;  // a number of so many fits into 64 bits

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// How long the whole number is that the text begins with; 0: none, or one that must be looked at more
/// closely.
std::size_t whole_number(std::string_view text) noexcept {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  std::size_t size = sign;
  while (size < text.size() && is_digit(text[size])) ++size;
  const std::size_t digits = size - sign;
  if (digits == 0 || digits > kDigits || (text[sign] == '0' && (digits > 1 || sign > 0))) return 0;
  return size;
}

std::int64_t value_of(std::string_view whole) noexcept {
  const bool negative = whole.front() == '-';
  std::int64_t value = 0;
  for (const char c : whole.substr(negative ? 1 : 0)) value = value * 10 + (c - '0');
  return negative ? -value : value;
}

/// Calls `each` with the strings and whole numbers, in the order in which they stand in a text without a name
/// that is there twice in one object, until it says false.
template <class Value, class Each>
bool each_leaf(Value& value, std::size_t& members, const Each& each) {
  if (auto* text = value.if_string()) return each(text);
  if (auto* number = value.if_int64()) return each(number);
  bool on = true;
  if (auto* list = value.if_array()) {
    for (auto& one : *list) on = on && each_leaf(one, members, each);
  } else if (auto* object = value.if_object()) {
    members += object->size();
    for (auto& member : *object) on = on && each_leaf(member.value(), members, each);
  }
  return on;
}

}  // namespace

/// Of a text that is JSON. False: too many leaves.
bool KnownShapes::outline(std::string_view text, Shape& into, std::size_t& names) {
  std::size_t kept = 0;  // up to where the text is in the outline, or is a leaf
  const auto leaf = [&](std::size_t begin, std::size_t end) {
    if (into.leaves.size() == kLeaves) return false;
    found_[into.leaves.size()] = text.substr(begin, end - begin);
    into.leaves.push_back({begin - kept, {}});
    into.outline += text.substr(kept, begin - kept);
    kept = end;
    return true;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      const std::size_t end = at + 1 + string_size(text.substr(at + 1));
      const std::size_t next = text.find_first_not_of(" \t\r\n", end + 1);
      if (next != std::string_view::npos && text[next] == ':') {
        ++names;
      } else if (!leaf(at + 1, end)) {
        return false;
      }
      at = end + 1;
    } else if (is_digit(text[at]) || text[at] == '-') {
      const std::size_t end = std::min(text.find_first_not_of("+-.0123456789Ee", at), text.size());
      if (whole_number(text.substr(at)) == end - at && !leaf(at, end)) return false;
      at = end;
    } else {
      ++at;
    }
  }
  into.outline += text.substr(kept);
  into.tail = text.size() - kept;
  return true;
}

void KnownShapes::learn(std::string_view text, const json::value& value) {
  value_ = fitted_ ? &value : nullptr;
  if (fitted_ || text.size() > kLongest || !value.is_object()) return;
  if (lessons_ >= kLessons && lessons_ * kFindsPerLesson > finds_) return;
  ++lessons_;
  Shape shape;
  std::size_t names = 0, members = 0, leaf = 0;
  if (!outline(text, shape, names)) return;
  shape.value = value;
  const bool all = each_leaf(shape.value, members, [&](auto* target) {
    if (leaf == shape.leaves.size()) return false;
    shape.leaves[leaf++].target = target;
    return true;
  });
  // Not so for a name that is twice in one object, of which the parser kept one, and for a number of 19
  // digits.
  if (!all || leaf != shape.leaves.size() || names != members) return;
  value_ = &value;
  shapes_.reserve(kShapes);  // the leaves of a value stay where they are, wherever it is moved
  if (shapes_.size() < kShapes) {
    shapes_.push_back(std::move(shape));
  } else {
    shapes_[oldest_++ % kShapes] = std::move(shape);
  }
}

bool KnownShapes::fits(const Shape& shape, std::string_view text) {
  const std::string_view outline = shape.outline;
  if (text.size() < outline.size() || !text.ends_with(outline.substr(outline.size() - shape.tail)))
    return false;
  const char* known = outline.data();
  const char* at = text.data();
  const char* const end = at + text.size() - shape.tail;
  std::string_view* found = found_.data();
  for (const Leaf& leaf : shape.leaves) {
    if (end - at < static_cast<std::ptrdiff_t>(leaf.before) || std::memcmp(at, known, leaf.before) != 0)
      return false;
    at += leaf.before;
    known += leaf.before;
    const std::string_view rest(at, text.data() + text.size() - at);
    const bool is_string = leaf.target.index() == 0;
    const std::size_t size = is_string ? string_size(rest) : whole_number(rest);
    if (size > rest.size() || (size == 0 && !is_string)) return false;
    *found++ = rest.substr(0, size);
    at += size;
  }
  return at == end;
}

void KnownShapes::fill(Shape& shape) const {
  for (std::size_t i = 0; i < shape.leaves.size(); ++i) {
    const Target& target = shape.leaves[i].target;
    if (json::string* const* text = std::get_if<json::string*>(&target)) {
      (*text)->assign(found_[i].data(), found_[i].size());
    } else {
      **std::get_if<std::int64_t*>(&target) = value_of(found_[i]);
    }
  }
}

const json::value* KnownShapes::find(std::string_view text) {
  value_ = nullptr;
  const auto shape =
      std::find_if(shapes_.begin(), shapes_.end(), [&](const Shape& one) { return fits(one, text); });
  fitted_ = shape != shapes_.end();
  if (!fitted_) return nullptr;
  for (std::size_t i = 0; i < shape->leaves.size(); ++i) {
    if (shape->leaves[i].target.index() == 0 && !is_plain(found_[i])) return nullptr;
  }
  fill(*shape);
  ++finds_;
  return value_ = &shape->value;
}

std::optional<std::string_view> KnownShapes::source(const json::string& of) const {
  if (value_ == nullptr) return std::nullopt;
  std::size_t members = 0, leaf = 0;
  const bool missing = each_leaf(*value_, members, [&](const auto* one) {
    if (static_cast<const void*>(one) == &of) return false;
    ++leaf;
    return true;
  });
  return missing ? std::nullopt : std::optional(found_[leaf]);
}

}  // namespace service
