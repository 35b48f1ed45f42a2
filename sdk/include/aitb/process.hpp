// Child processes with pipes, for providers that live outside (MCP servers, exec).
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/exchange.hpp>
#include <aitb/task.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1 {

class AITB_API ProcessOptions {
 public:
  ProcessOptions();
  std::vector<std::string> command;  ///< argv; the first is looked up in PATH of `environment`, else ours
  std::map<std::string, std::string> environment;  ///< the child's whole environment, plus PATH and HOME
  std::string directory;                           ///< "" ours
  std::string label;                               ///< prefix of its stderr lines in the log
  std::size_t max_line = 64u << 20;
};

/// Its own process group; killed with it when the object goes (also when the host dies: PR_SET_PDEATHSIG).
class AITB_API Process {
 public:
  virtual ~Process();
  virtual task<> write(std::string bytes) = 0;
  /// [lane] One line of stdout without its end; nullopt at the end. `arrival` is the read that completed it.
  virtual task<std::optional<std::string>> read_line() = 0;
  virtual const Arrival& last_arrival() const noexcept = 0;
  virtual void close_stdin() noexcept = 0;
  /// [lane] SIGTERM, then SIGKILL after `grace`; returns the exit status (128 + signal).
  virtual task<int> stop(Duration grace) = 0;
  virtual task<int> wait() = 0;
  virtual int pid() const noexcept = 0;
};

}  // namespace aitb::inline v1
