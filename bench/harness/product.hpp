// aitb-host as a benchmark uses it: its simulator as a server of its own, its client against any port.
#pragma once
#include <aitb/temporary_folder.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bench/harness/child.hpp"

namespace bench {

/// A scratch folder that goes with the object.
class Workspace {
 public:
  std::filesystem::path operator/(const std::string& name) const { return folder_.path() / name; }
  /// A name that was not given before.
  std::filesystem::path fresh(const std::string& name);

 private:
  aitb::TemporaryFolder folder_;
  int count_ = 0;
};

/// The folder of this program, where aitb-host and the limits are too.
std::filesystem::path program_folder();
int free_port();

/// A server holds its load if its own sends are no later than this at p99.
constexpr double most_late_us = 2000;

struct ServerSetup {
  double ttft_ms = 50, itl_ms = 10;
  int tokens = 100;
  bool tls = false;
  bool truth = true;  ///< the product writes a truth log
};

/// A server on core 1, ready when constructed.
class Server {
 public:
  Server(Workspace& workspace, const Command& command, const std::string& name);
  int port() const { return port_; }
  Child& child() { return *child_; }
  /// Ends it; what it printed.
  std::string stop();

  std::string ca_file;               ///< of the product with TLS
  std::filesystem::path truth_file;  ///< of the product

 private:
  friend Server serve_limit(Workspace&, const ServerSetup&, bool);
  friend Server serve_product(Workspace&, const ServerSetup&);
  int port_ = 0;
  std::unique_ptr<Child> child_;
};

Server serve_limit(Workspace& workspace, const ServerSetup& setup, bool coalesce = false);
/// `aitb-host serve openai` with a truth log.
Server serve_product(Workspace& workspace, const ServerSetup& setup);

struct ClientSetup {
  int port = 0;
  std::string ca_file;  ///< not empty: TLS
  bool stream = true;
  int tokens = 100;
  std::vector<std::string> load;  ///< "--users", "64", "--duration", "5", …
};

/// `aitb-host run` of the scenario `bench` in `config` on core 0, alike each time; its folder is `run`.
Command run_command(const std::filesystem::path& config, const std::filesystem::path& run);

/// `aitb-host run` on core 0 against that port; its folder is `run`.
std::unique_ptr<Child> run_product(Workspace& workspace, const ClientSetup& setup,
                                   const std::filesystem::path& run);

}  // namespace bench
