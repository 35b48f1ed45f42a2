#include "core/app/host_log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include <aitb/error.hpp>

namespace aitb::core {
namespace {

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::trace:
      return spdlog::level::trace;
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

Redactor::Redactor(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {
  std::erase_if(secrets_, [](const std::string& secret) { return secret.size() < 4; });
  // Longest first: one secret may contain another.
  std::sort(secrets_.begin(), secrets_.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

bool Redactor::needed(std::string_view text) const noexcept {
  return std::any_of(secrets_.begin(), secrets_.end(),
                     [&](const std::string& secret) { return text.find(secret) != std::string_view::npos; });
}

std::string Redactor::operator()(std::string_view text) const {
  std::string clean(text);
  for (const std::string& secret : secrets_) {
    for (std::size_t at = clean.find(secret); at != std::string::npos; at = clean.find(secret, at)) {
      clean.replace(at, secret.size(), "[redacted]");
    }
  }
  return clean;
}

HostLog::HostLog(Level terminal)
    : terminal_(terminal),
      console_(std::make_shared<spdlog::logger>("host", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  console_->set_level(spdlog::level::trace);
  console_->set_pattern("%l: %v");
}
HostLog::~HostLog() = default;

void HostLog::redact(Redactor redactor) { redactor_ = std::move(redactor); }

void HostLog::open_file(const std::filesystem::path& file) {
  try {
    run_ = std::make_shared<spdlog::logger>(
        "run", std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string()));
  } catch (const spdlog::spdlog_ex& failure) {
    throw Error(ErrorKind::config,
                "opening the log " + file.string() + ": " + failure.what() + "; choose another --out");
  }
  run_->set_level(spdlog::level::trace);
  run_->set_pattern("%Y-%m-%dT%H:%M:%S.%f%z %l [%t] %v");
  run_->flush_on(spdlog::level::info);
  file_ = Level::debug;
  has_file_ = true;
}

void HostLog::flush() {
  if (run_) run_->flush();
  console_->flush();
}

bool HostLog::enabled(Level level) const noexcept {
  return level >= terminal_ || (has_file_ && level >= file_);
}

void HostLog::write(Level level, std::string_view text) noexcept {
  try {
    std::string clean;
    if (redactor_.needed(text)) {
      clean = redactor_(text);
      text = clean;
    }
    const spdlog::string_view_t view(text.data(), text.size());
    if (level >= terminal_) console_->log(level_of(level), view);
    if (has_file_ && level >= file_) run_->log(level_of(level), view);
  } catch (...) {
    // A log that cannot be written must not end the run.
  }
}

}  // namespace aitb::core
