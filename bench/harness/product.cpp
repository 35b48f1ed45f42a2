#include "bench/harness/product.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "bench/harness/machine.hpp"

namespace bench {

namespace fs = std::filesystem;

fs::path Workspace::fresh(const std::string& name) { return *this / fmt::format("{}-{}", name, ++count_); }

fs::path program_folder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(socket);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

Server::Server(Workspace& workspace, const Command& command, const std::string& name)
    : child_(std::make_unique<Child>(command, workspace.fresh(name))) {
  child_->wait_for("listening on", 20);
}

std::string Server::stop() {
  child_->stop(10);
  return child_->output();
}

Server serve_limit(Workspace& workspace, const ServerSetup& setup, bool coalesce) {
  const int port = free_port();
  Command command;
  command.core = server_core;
  command.words = {program_folder() / "ref_server",
                   "--port",
                   std::to_string(port),
                   "--ttft-ms",
                   fmt::format("{}", setup.ttft_ms),
                   "--itl-ms",
                   fmt::format("{}", setup.itl_ms),
                   "--tokens",
                   std::to_string(setup.tokens)};
  if (setup.tls) command.words.emplace_back("--tls");
  if (coalesce) command.words.emplace_back("--coalesce");
  Server server(workspace, command, "ref_server");
  server.port_ = port;
  return server;
}

Server serve_product(Workspace& workspace, const ServerSetup& setup) {
  const int port = free_port();
  const fs::path file = workspace.fresh("simulators");
  const fs::path truth = workspace.fresh("truth");
  std::ofstream(file) << fmt::format(
      "simulators:\n"
      "  openai:\n"
      "    type: openai\n"
      "    ttft_ms: {}\n"
      "    itl_ms: {}\n"
      "    reply_tokens: {}\n"
      "    obfuscation: false\n"
      "{}",
      setup.ttft_ms, setup.itl_ms, setup.tokens,
      setup.truth ? "    truth_file: " + truth.string() + "\n" : "");
  Command command;
  command.core = server_core;
  command.words = {program_folder() / "aitb-host", "serve",    "openai", "--port",
                   std::to_string(port),           "--config", file};
  if (setup.tls) command.words.emplace_back("--tls");
  Server server(workspace, command, "serve");
  server.port_ = port;
  server.truth_file = truth;
  constexpr std::string_view mark = "certificate authority in ";
  if (setup.tls) {
    const std::string line = server.child().wait_for(std::string(mark), 5);
    server.ca_file = line.substr(line.find(mark) + mark.size());
  }
  return server;
}

Command run_command(const fs::path& config, const fs::path& run) {
  Command command;
  command.core = client_core;
  command.words = {program_folder() / "aitb-host",
                   "run",
                   "bench",
                   "--config",
                   config,
                   "--endpoint",
                   "live",
                   "--no-calibration",
                   "--quiet",
                   "--seed",
                   "1",
                   "--out",
                   run};
  return command;
}

std::unique_ptr<Child> run_product(Workspace& workspace, const ClientSetup& setup, const fs::path& run) {
  const fs::path file = workspace.fresh("scenarios");
  const bool tls = !setup.ca_file.empty();
  std::ofstream(file) << fmt::format(
      "providers:\n"
      "  target:\n"
      "    type: openai\n"
      "    base_url: {}://127.0.0.1:{}/v1\n"
      "    api_key: ${{BENCH_API_KEY}}\n"
      "{}"
      "scenarios:\n"
      "  bench:\n"
      "    type: chat\n"
      "    provider: target\n"
      "    model: gpt-4o\n"
      "    stream: {}\n"
      "    max_tokens: {}\n"
      "    prompts:\n"
      "      - Tell me a long story about the sea and the wind and the ships that sail there.\n",
      tls ? "https" : "http", setup.port, tls ? "    ca_file: " + setup.ca_file + "\n" : "", setup.stream,
      setup.tokens);
  Command command = run_command(file, run);
  command.environment["BENCH_API_KEY"] = "bench-key-of-no-service";
  command.words.insert(command.words.end(), setup.load.begin(), setup.load.end());
  return std::make_unique<Child>(command, workspace.fresh("run"));
}

}  // namespace bench
