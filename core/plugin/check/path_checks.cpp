// Checks of what works on the path: emulators and captures. Both may need rights that this process lacks.
#include <array>
#include <cstdio>

#include "core/plugin/check/wire_server.hpp"
#include "core/plugin/check/workbench.hpp"

namespace aitb::core::check {
namespace {

Path loopback() {
  Path path;
  path.interface = "lo";
  return path;
}

/// Queueing rules and links of this machine as its tools print them; "" where there are no tools.
std::string machine_state() {
  std::string text;
  std::FILE* pipe =
      ::popen("tc qdisc show 2>/dev/null; ip -o link show 2>/dev/null; ip rule show 2>/dev/null", "r");
  if (pipe == nullptr) return text;
  std::array<char, 4096> block;
  while (const std::size_t size = std::fread(block.data(), 1, block.size(), pipe))
    text.append(block.data(), size);
  ::pclose(pipe);
  return text;
}

task<> apply(Emulator& emulator, std::unique_ptr<Applied>& applied) {
  LinkProfile neutral;
  neutral.name = "check";
  applied = co_await emulator.apply(loopback(), std::move(neutral));
}

task<> fetch(Net& net, std::string url) {
  const std::unique_ptr<HttpClient> client = net.http(HttpOptions());
  HttpRequest request("GET", std::move(url));
  HttpResponse response = co_await client->send(std::move(request), no_tap());
  co_await response.text();
}

task<> watch(Capture& capture, Net& net, std::string url, std::filesystem::path folder, CaptureFact& fact) {
  std::string label = "check";
  co_await capture.start(loopback(), std::move(folder), std::move(label));
  co_await fetch(net, std::move(url));
  fact = co_await capture.stop();
}

}  // namespace

Verdict emulator_undo(const Subject& subject) {
  Workbench bench(subject);
  const std::string before = machine_state();
  const Made made = bench.make(sample_options(subject, bench.plugin, bench.component));
  std::unique_ptr<Applied> applied;
  try {
    bench.run(apply(*static_cast<Emulator*>(made.get()), applied));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::unsupported) return skipped(error.what());
    throw;
  }
  if (applied == nullptr) return failed("apply() gave nothing");
  if (applied->verified().empty()) return failed("it does not say what is in force");
  applied.reset();
  if (before.empty()) return ok("nothing to compare: neither tc nor ip is installed");
  return machine_state() == before ? ok() : failed("links or queueing rules differ from before");
}

Verdict capture_drop(const Subject& subject) {
  Workbench bench(subject);
  const Made made = bench.make(sample_options(subject, bench.plugin, bench.component));
  WirePlan plan;
  plan.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
  WireServer server(bench.lane, plan);
  CaptureFact fact;
  try {
    bench.run(
        watch(*static_cast<Capture*>(made.get()), *bench.net, server.url(), bench.context->work_dir, fact));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::unsupported) return skipped(error.what());
    throw;
  }
  if (!fact.file.empty() && !std::filesystem::exists(fact.file))
    return failed(fact.file.string() + " was promised and is not there");
  return ok(std::to_string(fact.packets) + " packets, " + std::to_string(fact.dropped) + " dropped");
}

}  // namespace aitb::core::check
