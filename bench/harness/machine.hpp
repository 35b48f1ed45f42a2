// What else this machine is doing: a benchmark says it, because a busy machine measures itself.
#pragma once
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
  double taken_, all_;  // ticks
};
/// From this share on, others decide a p99.
constexpr double quiet_share = 0.01;
/// Measures again while others take more than that, three times in all; gives the quietest. The result has
/// `taken`, a Taken::share(), and gets `repeated`.
template <class Measure>
auto quietest(const Measure& measure) {
  auto best = measure();
  int repeated = 0;
  for (; repeated < 2 && best.taken > quiet_share; ++repeated) {
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
