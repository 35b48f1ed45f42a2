// A program under measurement: pinned to one core, its output in files, its CPU time and memory readable
// while it runs.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bench {

/// Arguments, core (-1: any), further environment.
struct Command {
  std::vector<std::string> words;
  int core = -1;
  std::map<std::string, std::string> environment;
  std::filesystem::path folder;  ///< working directory; empty: ours
};

/// Runs in a session of its own, which the destructor stops; dies with us.
class Child {
 public:
  /// Output goes to `log`.out and `log`.err.
  Child(const Command& command, const std::filesystem::path& log);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const noexcept { return pid_; }
  /// Waits for a line of output that contains `text` and returns it; throws when the program ends or
  /// `seconds` pass.
  std::string wait_for(const std::string& text, double seconds);
  /// Waits for the end; gives the exit code (128 + signal), or nullopt when `seconds` passed.
  std::optional<int> wait(double seconds);
  /// SIGTERM, then SIGKILL after `grace` seconds; gives the exit code.
  int stop(double grace = 5);
  bool running();

  /// CPU time used by its threads that still run.
  double cpu_seconds() const;
  /// Proportional set size.
  double memory_kib() const;
  std::string output() const;
  std::string errors() const;

 private:
  pid_t pid_ = -1;
  std::optional<int> exit_code_;
  std::filesystem::path log_;
};

}  // namespace bench
