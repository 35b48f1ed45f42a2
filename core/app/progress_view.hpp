// What a user sees while a run works: one refreshed line with ETA on a terminal, plain lines elsewhere.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "core/app/signals.hpp"
#include "core/session/runner.hpp"

namespace aitb::core {

class ProgressView final : public RunWatcher {
 public:
  ProgressView(const Load& load, Signals& signals, bool quiet);
  ~ProgressView() override { clear_line(); }
  void cell_begins(const Cell& cell, std::size_t index, std::size_t count) override;
  bool tick(const Cell& cell, const Progress& progress) override;
  void cell_ends(const Cell& cell, const Progress& progress) override;
  void sinks_close(std::uint64_t exchanges) override;
  void report_begins();
  void report_ends() { clear_line(); }

 private:
  using Time = std::chrono::steady_clock::time_point;
  /// Sessions that this cell will have, 0 if only time limits it.
  int expected(const Cell& cell) const;
  std::string line(const Cell& cell, const Progress& progress, bool ended) const;
  void afterwards(const std::string& what) const;
  void clear_line() const;

  const Load& load_;
  Signals& signals_;
  bool quiet_, terminal_, stopping_ = false;
  std::string title_;
  Time cell_start_, last_plain_;
  std::uint64_t stored_ = 0;  ///< exchanges, to tell how long what follows them takes
};

}  // namespace aitb::core
