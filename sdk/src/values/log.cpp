#include <aitb/log.hpp>

#include <fmt/format.h>

namespace aitb::inline v1 {
namespace {

class NullLog final : public Log {
 public:
  void write(Level, std::string_view) noexcept override {}
  bool enabled(Level) const noexcept override { return false; }
};

}  // namespace

Log::~Log() = default;

void Log::print(Level level, fmt::string_view format, fmt::format_args args) noexcept {
  try {
    fmt::memory_buffer text;
    fmt::vformat_to(fmt::appender(text), format, args);
    write(level, std::string_view(text.data(), text.size()));
  } catch (...) {
    write(Level::error, "a log line could not be formatted");
  }
}

Log& null_log() noexcept {
  static NullLog log;
  return log;
}

}  // namespace aitb::inline v1
