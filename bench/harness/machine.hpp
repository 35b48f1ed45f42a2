// What else this machine is doing: a benchmark says it, because a busy machine measures itself.
#pragma once
#include <string>

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
/// "AMD EPYC, 2 cores, Linux 6.1.0"
std::string describe_machine();
/// Raises the soft limit of open files to the hard one; gives it.
long raise_open_files();

}  // namespace bench
