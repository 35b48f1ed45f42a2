// What else this machine is doing: a benchmark says it, because a busy machine measures itself.
#pragma once
#include <chrono>
#include <map>
#include <string>
#include <utility>

namespace bench {

constexpr int client_core = 0, server_core = 1;

/// Share of both cores that was idle during `seconds`, 0 to 1.
double idle_share(double seconds);
/// What neither this program nor its children used of the cores since it was made: other programs, and in a
/// virtual machine the hypervisor (as far as it tells).
class Taken {
 public:
  Taken();
  /// 0 to 1, of all cores.
  double share() const;

 private:
  double stolen_;                         // ticks
  std::map<std::string, double> run_ns_;  // by thread
  std::chrono::steady_clock::time_point since_;
};
/// From this share on, others decide the times of a client that has cores to spare.
constexpr double quiet_share = 0.01;
/// How much others may take if the p99 is to be the client's own, whose core is busy for the share `busy`:
/// while they have the core, chunks queue, and the queue is gone 1 / (1 - busy) times as long after its
/// beginning. So long may be half a percent of the time.
double bearable_share(double busy);
/// Measures again while others take more than a client bears, three times in all; gives the quietest. The
/// result has `taken`, a Taken::share(), and `core`, the client's share of its core, and gets `repeated`.
template <class Measure>
auto quietest(const Measure& measure) {
  auto best = measure();
  int repeated = 0;
  for (; repeated < 2 && best.taken > bearable_share(best.core); ++repeated) {
    auto next = measure();
    if (next.taken < best.taken) best = std::move(next);
  }
  best.repeated = repeated;
  return best;
}
/// "AMD EPYC, 2 cores, Linux 6.1.0, guest_halt_poll_ns 0" (the last only in virtual machines that have it)
std::string describe_machine();
/// Raises the soft limit of open files to the hard one; gives it.
long raise_open_files();

}  // namespace bench
