// The host's own log: a file in the run folder and warnings on the terminal, with every secret removed.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <aitb/log.hpp>

namespace spdlog {
class logger;
}

namespace aitb::core {

/// Replaces known secret values by "[redacted]". Values shorter than four characters are not looked for: they
/// would blot out ordinary text.
class Redactor {
 public:
  Redactor() = default;
  explicit Redactor(std::vector<std::string> secrets);
  bool needed(std::string_view text) const noexcept;
  std::string operator()(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;
};

class HostLog final : public Log {
 public:
  /// `terminal`: the least level that is also written to stderr.
  explicit HostLog(Level terminal);
  ~HostLog() override;
  void redact(Redactor redactor);
  /// From now on everything from debug up goes to this file too. Throws Error if it cannot be opened.
  void open_file(const std::filesystem::path& file);
  void flush();

  void write(Level level, std::string_view text) noexcept override;
  bool enabled(Level level) const noexcept override;

 private:
  Level terminal_, file_ = Level::error;
  bool has_file_ = false;
  Redactor redactor_;
  std::shared_ptr<spdlog::logger> console_, run_;
};

}  // namespace aitb::core
