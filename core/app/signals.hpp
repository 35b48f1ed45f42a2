// SIGINT, SIGTERM and SIGHUP as something to look at, so that a run ends cleanly.
#pragma once
#include <csignal>

namespace aitb::core {

/// Blocks these signals for this thread and all threads that it starts, and ignores SIGPIPE. Make it in
/// main's thread before any other thread.
class Signals {
 public:
  Signals();
  /// True once one of them came. A second SIGINT or SIGTERM ends the process at once: what is
  /// stored stays stored.
  bool stop_requested();
  /// Waits until one comes.
  void wait();

 private:
  sigset_t set_;
  bool seen_ = false;
};

}  // namespace aitb::core
