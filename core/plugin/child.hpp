// Runs a function in a forked child, so that a crash, a hang or a flood of output in it is a fact and not our
// end.
#pragma once
#include <functional>
#include <string>

#include <aitb/time.hpp>

namespace aitb::core {

struct ChildOutcome {
  bool returned = false;   ///< the function came back; `result` is what it gave
  bool timed_out = false;  ///< killed at the limit
  int signal = 0;          ///< the signal that ended it, else 0
  int status = 0;          ///< exit status if it exited by itself
  std::string result;
  std::string output;  ///< stdout and stderr, at most 64 KiB

  /// "crashed with signal 11 (Segmentation fault)", "did not end within 5 s", "exited with status 3"; "" if
  /// it returned.
  std::string trouble() const;
  Duration limit{};
};

/// The child has the calling thread only, default signal handlers, and writes no core file; it and its
/// children end with us. Throws Error(internal) if no child can be made.
ChildOutcome run_in_child(const std::function<std::string()>& work, Duration limit);

}  // namespace aitb::core
