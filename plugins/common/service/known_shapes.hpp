// Services send events that are the same again and again but for a few strings and whole numbers. To look for
// these in an event of known shape takes a third of the instructions that it takes to parse it.
#pragma once
#include <array>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace service {

/// One a lane. Exact: what it finds is what the parser would say.
class KnownShapes {
 public:
  /// The value of `text`, if only the strings and whole numbers in it are other than in a text that was
  /// learnt; valid until the next call. nullptr: it has to be parsed, being unknown, or with a string to
  /// decode.
  const boost::json::value* find(std::string_view text);
  /// What was not found was parsed to `value`: from now on its like will be found. Both stay as they are
  /// until the next call of find.
  void learn(std::string_view text, const boost::json::value& value);
  /// What stands between the quotes of this string, a part of the value last found or learnt, in its text.
  /// Nothing if that is not known.
  std::optional<std::string_view> source(const boost::json::string& of) const;

 private:
  using Target = std::variant<boost::json::string*, std::int64_t*>;
  struct Leaf {
    std::size_t before = 0;  ///< bytes of the outline that come before it
    Target target;           ///< in the shape's value
  };
  struct Shape {
    std::string outline;   ///< the text without its leaves
    std::size_t tail = 0;  ///< bytes of the outline behind the last leaf
    std::vector<Leaf> leaves;
    boost::json::value value;
  };
  static constexpr std::size_t kShapes = 16, kLeaves = 48, kLongest = 4096;

  bool outline(std::string_view text, Shape& into, std::size_t& names);
  bool fits(const Shape& shape, std::string_view text);
  void fill(Shape& shape) const;

  std::vector<Shape> shapes_;
  std::size_t oldest_ = 0;
  std::array<std::string_view, kLeaves> found_;  // the leaves in the text last looked at
  const boost::json::value* value_ = nullptr;    // whose leaves these are, nullptr: nobody's
  bool fitted_ = false;                          // the text last looked at has a known shape
  std::uint64_t finds_ = 0, lessons_ = 0;
};

}  // namespace service
