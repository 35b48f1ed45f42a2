#include "core/app/progress_view.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace aitb::core {
namespace {

constexpr auto kPlainEvery = std::chrono::seconds(10);
/// What follows the sessions takes a second for so many exchanges.
constexpr std::uint64_t kWorthTelling = 100'000;

double seconds_since(std::chrono::steady_clock::time_point from) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

/// Unlike fmt::print it does not throw where the terminal has gone: a run goes on without being watched.
template <class... Args>
void tell(fmt::format_string<Args...> format, Args&&... args) {
  std::fputs(fmt::format(format, std::forward<Args>(args)...).c_str(), stderr);
}

std::string span(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  if (seconds < 5400) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace

ProgressView::ProgressView(const Load& load, Signals& signals, bool quiet)
    : load_(load), signals_(signals), quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

int ProgressView::expected(const Cell& cell) const {
  if (load_.mode == Load::Mode::sequential) return cell.runs;
  if (load_.duration) return 0;
  return load_.mode == Load::Mode::closed ? cell.runs * load_.users : cell.runs;
}

std::string ProgressView::line(const Cell& cell, const Progress& progress, bool ended) const {
  const int done = progress.ended + progress.skipped;
  const int total = expected(cell);
  const double elapsed = seconds_since(cell_start_);
  std::string text = fmt::format("{}: {}{} sessions, {} running, {} failed, {}", title_, done,
                                 total ? fmt::format("/{}", total) : "", progress.started - progress.ended,
                                 progress.failed.load(), span(elapsed));
  if (ended || stopping_) return text;
  if (total && progress.ended > 0 && done < total) {
    text += fmt::format(", ETA {}", span(elapsed / progress.ended * (total - done)));
  } else if (!total && load_.duration) {
    text +=
        fmt::format(", ETA {}", span(std::max(0.0, to_seconds(*load_.duration + load_.warmup) - elapsed)));
  }
  return text;
}

void ProgressView::clear_line() const {
  if (terminal_ && !quiet_) std::fputs("\r\033[K", stderr);
}

void ProgressView::cell_begins(const Cell& cell, std::size_t index, std::size_t count) {
  title_ = fmt::format("[{}/{}] {} × {}", index + 1, count, cell.scenario, cell.profile.name);
  cell_start_ = last_plain_ = std::chrono::steady_clock::now();
  if (!quiet_ && !terminal_) tell("{} begins\n", title_);
}

bool ProgressView::tick(const Cell& cell, const Progress& progress) {
  const bool stop = signals_.stop_requested();
  if (stop && !stopping_) {
    stopping_ = true;
    clear_line();
    tell("stopping: running sessions are ended, what was measured is kept (again to quit at once)\n");
  }
  if (quiet_) return stop;
  if (terminal_) {
    tell("\r\033[K{}", line(cell, progress, false));
    std::fflush(stderr);
  } else if (std::chrono::steady_clock::now() - last_plain_ >= kPlainEvery) {
    last_plain_ = std::chrono::steady_clock::now();
    tell("{}\n", line(cell, progress, false));
  }
  return stop;
}

void ProgressView::cell_ends(const Cell& cell, const Progress& progress) {
  // Sessions that were stored before, of an exchange each or more.
  stored_ += static_cast<std::uint64_t>(progress.skipped);
  if (quiet_) return;
  clear_line();
  tell("{}\n", line(cell, progress, true));
}

void ProgressView::sinks_close(std::uint64_t exchanges) {
  stored_ += exchanges;
  afterwards(fmt::format("storing the last of {} exchanges and their indexes", exchanges));
}

void ProgressView::report_begins() { afterwards("computing the report"); }

void ProgressView::afterwards(const std::string& what) const {
  if (quiet_) return;
  if (terminal_) {
    tell("\r\033[K{}", what);
    std::fflush(stderr);
  } else if (stored_ >= kWorthTelling) {
    tell("{}\n", what);
  }
}

}  // namespace aitb::core
