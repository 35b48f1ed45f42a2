// What else this machine is doing: a benchmark says it, because a busy machine measures itself.
#pragma once
#include <string>

namespace bench {

constexpr int client_core = 0, server_core = 1;

/// Share of both cores that was idle during `seconds`, 0 to 1.
double idle_share(double seconds);
/// "AMD EPYC, 2 cores, Linux 6.1.0"
std::string describe_machine();
/// Raises the soft limit of open files to the hard one; gives it.
long raise_open_files();

}  // namespace bench
