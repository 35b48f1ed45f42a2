// Units as they stand at the end of a key ("timeout_sec") or, by mistake, behind a number ("20ms").
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace aitb::units {

struct Unit {
  std::string_view suffix;     // of the key
  std::string_view dimension;  // units of one dimension convert into each other
  double factor;               // in the dimension's base unit
  std::string_view words;      // "milliseconds"
};

/// The unit that a key's last word names, nullptr if none. Also knows words that no field of ours ends in
/// ("timeout_seconds"), so that they can be explained.
const Unit* of_key(std::string_view key) noexcept;
/// The key without its unit: "timeout" of "timeout_sec".
std::string_view stem(std::string_view key) noexcept;
/// "20ms", "1.5 s", "3%", "10Mbit/s" → the number in `wanted`; nullopt if it is not a number with a unit of
/// that dimension.
std::optional<double> convert(std::string_view text, std::string_view wanted);
/// A number of `from` in `to`; both of one dimension.
double convert(double value, const Unit& from, const Unit& to) noexcept;
/// "milliseconds" for "ms"; the suffix itself for an unknown one.
std::string_view words(std::string_view suffix) noexcept;
/// Shortest text that reads back as the same number: "0.02", "20".
std::string number(double value);

}  // namespace aitb::units
