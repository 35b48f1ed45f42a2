#include "core/app/signals.hpp"

#include <pthread.h>
#include <unistd.h>

#include <ctime>

namespace aitb::core {

Signals::Signals() {
  sigemptyset(&set_);
  sigaddset(&set_, SIGINT);
  sigaddset(&set_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

bool Signals::stop_requested() {
  const timespec now{0, 0};
  if (sigtimedwait(&set_, nullptr, &now) > 0) {
    if (seen_) _exit(130);
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
