// Starts a thread while it is being loaded.
#include <thread>

#include "plain.hpp"

namespace {

struct Worker {
  std::jthread thread{[](std::stop_token stop) {
    while (!stop.stop_requested()) std::this_thread::yield();
  }};
} worker;

}  // namespace

AITB_PLUGIN("org.example.busy", "1.0.0", "MIT",
            aitb::provider<bad::Plain>("busy", "Starts a thread at load"));
