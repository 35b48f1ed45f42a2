#include "core/app/signals.hpp"

#include <pthread.h>
#include <unistd.h>

#include <ctime>

namespace aitb::core {

Signals::Signals() {
  sigemptyset(&set_);
  sigaddset(&set_, SIGINT);
  sigaddset(&set_, SIGTERM);
  struct sigaction hangup {};
  sigaction(SIGHUP, nullptr, &hangup);
  if (hangup.sa_handler != SIG_IGN) sigaddset(&set_, SIGHUP);  // nohup ignores it, and so do we then
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

bool Signals::stop_requested() {
  const timespec now{0, 0};
  if (const int signal = sigtimedwait(&set_, nullptr, &now); signal > 0) {
    if (seen_ && signal != SIGHUP) _exit(130);  // a hang-up may be told twice, by the kernel and the shell
    seen_ = true;
  }
  return seen_;
}

void Signals::wait() {
  int signal = 0;
  sigwait(&set_, &signal);
  seen_ = true;
}

}  // namespace aitb::core
