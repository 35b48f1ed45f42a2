#include "core/app/number_checks.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

namespace aitb::core {
namespace {

template <class Number>
std::optional<Number> parsed(const std::string& text) {
  Number value{};
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

CLI::Validator number(const char* wanted, bool zero) {
  const auto check = [wanted, zero](const std::string& text) -> std::string {
    const std::optional<double> value = parsed<double>(text);
    if (value && std::isfinite(*value) && (*value > 0 || (zero && *value == 0))) return {};
    return fmt::format("'{}' is not a number {}", text, wanted);
  };
  return CLI::Validator(check, wanted);
}

}  // namespace

CLI::Validator positive_number() { return number("greater than 0", false); }

CLI::Validator non_negative_number() { return number("of 0 or more", true); }

CLI::Validator whole_number(long low, long high) {
  const std::string wanted = high == std::numeric_limits<int>::max()
                                 ? fmt::format("from {}", low)
                                 : fmt::format("from {} to {}", low, high);
  const auto check = [low, high, wanted](const std::string& text) -> std::string {
    const std::optional<long> value = parsed<long>(text);
    if (value && *value >= low && *value <= high) return {};
    return fmt::format("'{}' is not a whole number {}", text, wanted);
  };
  return CLI::Validator(check, wanted);
}

}  // namespace aitb::core
