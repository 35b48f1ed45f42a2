// Outside programs that tests and some plugins use, and the TLS library.
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <initializer_list>
#include <memory>

#include "core/doctor/finding.hpp"
#include "core/plugin/child.hpp"

namespace aitb::core {
namespace {

constexpr auto patience = std::chrono::seconds(5);

/// The first line of what the shell command prints; "" if it failed or hung.
std::string first_line_of(const std::string& command, const char* errors = "2>/dev/null") {
  const ChildOutcome outcome = run_in_child(
      [&command, errors] {
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen((command + " " + errors).c_str(), "r"),
                                                         ::pclose);
        std::array<char, 256> line{};
        std::string text = pipe && std::fgets(line.data(), line.size(), pipe.get()) ? line.data() : "";
        while (!text.empty() && text.back() == '\n') text.pop_back();
        return text;
      },
      patience);
  return outcome.returned ? outcome.result : std::string();
}

/// The first of the programs that is there, with its version.
Finding program(std::string name, std::string used_for, std::initializer_list<const char*> commands,
                std::string package, const char* version_option = "--version") {
  Finding out(std::move(name), std::move(used_for));
  for (const char* command : commands) {
    const std::string path = first_line_of(std::string("command -v ") + command);
    if (!path.starts_with('/')) continue;
    // Some tell their version as if it were an error.
    const std::string ask = std::string(command) + " " + version_option;
    std::string version = first_line_of(ask);
    if (version.empty()) version = first_line_of(ask, "2>&1");
    out.found = fmt::format("{}, {}", path, version.empty() ? "which does not tell its version" : version);
    if (version.empty()) out.state = State::limited;
    break;
  }
  if (out.found.empty()) {
    out.state = State::missing;
    out.found = "not on the path";
  }
  if (out.state != State::ok) out.mend = "sudo apt-get install " + package;
  return out;
}

Finding openssl() {
  Finding out("OpenSSL", "TLS and the simulators' throw-away CA", Finding::required_for_default);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  out.found =
      fmt::format("{}, {}", OpenSSL_version(OPENSSL_VERSION), key ? "makes keys" : "cannot make a key");
  if (!key) {
    out.state = State::missing;
    out.mend = "sudo apt-get install --reinstall libssl3 openssl";
  }
  return out;
}

}  // namespace

std::vector<Finding> program_findings() {
  return {
      openssl(),
      program("tcpdump", "captures of a run, byte checks in tests", {"tcpdump"}, "tcpdump"),
      program("tc", "link emulation by the kernel", {"tc", "/usr/sbin/tc", "/sbin/tc"}, "iproute2", "-V"),
      program("node", "tests with foreign clients", {"node", "nodejs"}, "nodejs npm"),
      program("chromium", "scenario computer_use", {"chromium", "chromium-browser", "google-chrome"},
              "chromium"),
  };
}

}  // namespace aitb::core
