// Logging for plugins: a light facade; the text is formatted inside libaitb and written by the host.
#pragma once
#include <fmt/core.h>

#include <string_view>
#include <utility>

#include <aitb/api.hpp>

namespace aitb::inline v1 {

enum class Level { trace, debug, info, warning, error };

/// Owned by the host, outlives every component. The host adds time, lane and component, and redacts secrets.
class AITB_API Log {
 public:
  virtual ~Log();
  /// [any] Never blocks for long, never throws.
  virtual void write(Level level, std::string_view text) noexcept = 0;
  /// [any] False: formatting can be skipped.
  virtual bool enabled(Level level) const noexcept = 0;

  template <class... Args>
  void debug(fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(Level::debug)) print(Level::debug, format, fmt::make_format_args(args...));
  }
  template <class... Args>
  void info(fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(Level::info)) print(Level::info, format, fmt::make_format_args(args...));
  }
  template <class... Args>
  void warning(fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(Level::warning)) print(Level::warning, format, fmt::make_format_args(args...));
  }
  template <class... Args>
  void error(fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(Level::error)) print(Level::error, format, fmt::make_format_args(args...));
  }

 private:
  void print(Level level, fmt::string_view format, fmt::format_args args) noexcept;
};

/// A log that drops everything, for tests and tools.
AITB_API Log& null_log() noexcept;

}  // namespace aitb::inline v1
