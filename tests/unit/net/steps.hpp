// What tests of coroutines share: a sleeper that leaves a mark, and running all that can run.
#pragma once
#include <boost/asio/io_context.hpp>
#include <vector>

#include <aitb/time.hpp>

namespace aitb {

inline task<> sleep_and_note(Clock& clock, Duration length, std::vector<int>* order, int mark) {
  co_await clock.sleep_for(length);
  order->push_back(mark);
}

/// What still waits then waits for something outside.
inline void settle(asio::io_context& lane) {
  lane.restart();
  while (lane.poll() > 0) {
  }
}

}  // namespace aitb
