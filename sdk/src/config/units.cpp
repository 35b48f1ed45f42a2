#include "config/units.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace aitb::units {
namespace {

constexpr std::array<Unit, 27> table{{
    {"ns", "time", 1e-9, "nanoseconds"},
    {"us", "time", 1e-6, "microseconds"},
    {"ms", "time", 1e-3, "milliseconds"},
    {"sec", "time", 1, "seconds"},
    {"min", "time", 60, "minutes"},
    {"s", "time", 1, "seconds"},
    {"secs", "time", 1, "seconds"},
    {"second", "time", 1, "seconds"},
    {"seconds", "time", 1, "seconds"},
    {"msec", "time", 1e-3, "milliseconds"},
    {"millis", "time", 1e-3, "milliseconds"},
    {"milliseconds", "time", 1e-3, "milliseconds"},
    {"minutes", "time", 60, "minutes"},
    {"h", "time", 3600, "hours"},
    {"kbit", "rate", 1e3, "kilobits"},
    {"mbit", "rate", 1e6, "megabits"},
    {"gbit", "rate", 1e9, "gigabits"},
    {"kbps", "rate", 1e3, "kilobits per second"},
    {"mbps", "rate", 1e6, "megabits per second"},
    {"gbps", "rate", 1e9, "gigabits per second"},
    {"bytes", "size", 1, "bytes"},
    {"kb", "size", 1e3, "kilobytes"},
    {"kib", "size", 1024, "kibibytes"},
    {"mb", "size", 1e6, "megabytes"},
    {"mib", "size", 1048576, "mebibytes"},
    {"pct", "share", 1, "per cent"},
    {"hz", "frequency", 1, "hertz"},
}};

const Unit* find(std::string_view suffix) noexcept {
  for (const Unit& unit : table)
    if (unit.suffix == suffix) return &unit;
  return nullptr;
}

std::string written_unit(std::string_view text) {
  std::string unit;
  for (const char c : text)
    if (c != ' ') unit += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (unit == "%") return "pct";
  if (unit == "\xc2\xb5s" || unit == "\xce\xbcs") return "us";  // the two code points that look like a mu
  if (unit.ends_with("/s")) unit.resize(unit.size() - 2);
  if (unit == "b" || unit == "byte") return "bytes";
  return unit;
}

}  // namespace

const Unit* of_key(std::string_view key) noexcept {
  const auto bar = key.rfind('_');
  return bar == std::string_view::npos || bar == 0 ? nullptr : find(key.substr(bar + 1));
}

std::string_view stem(std::string_view key) noexcept {
  return of_key(key) ? key.substr(0, key.rfind('_')) : key;
}

std::optional<double> convert(std::string_view text, std::string_view wanted) {
  const Unit* to = find(wanted);
  if (!to) return std::nullopt;
  while (text.starts_with(' ')) text.remove_prefix(1);
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || !std::isfinite(value)) return std::nullopt;
  const Unit* from = find(written_unit({end, text.data() + text.size()}));
  if (!from || from->dimension != to->dimension) return std::nullopt;
  return convert(value, *from, *to);
}

double convert(double value, const Unit& from, const Unit& to) noexcept {
  // Dividing by the smaller-unit ratio keeps whole numbers whole (20 / 1000, not 20 * 0.001).
  return from.factor >= to.factor ? value * std::round(from.factor / to.factor)
                                  : value / std::round(to.factor / from.factor);
}

std::string_view words(std::string_view suffix) noexcept {
  const Unit* unit = find(suffix);
  return unit ? unit->words : suffix;
}

std::string number(double value) {
  constexpr double exact = 9007199254740992.0;
  if (std::trunc(value) == value && std::abs(value) < exact) return fmt::format("{:.0f}", value);
  return fmt::format("{}", value);
}

}  // namespace aitb::units
