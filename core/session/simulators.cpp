#include "core/session/simulators.hpp"

#include <fmt/format.h>

#include <fstream>

namespace aitb::core {

/// One lane's share of a simulator.
struct SimulatorFarm::Instance {
  Instance(std::string name, TimeAnchor anchor, Log& log, NetOptions options)
      : lane(std::move(name), anchor, log, std::move(options)) {}
  ~Instance() {
    lane.call([this] {
      server.reset();
      simulator.reset();
    });
  }
  Lane lane;
  std::unique_ptr<Context> context;
  std::unique_ptr<Simulator> simulator;
  std::unique_ptr<HttpServer> server;
};

struct SimulatorFarm::Server {
  SimulatorAddress address;
  std::vector<std::unique_ptr<Instance>> instances;
};

SimulatorFarm::SimulatorFarm(Catalog& catalog, Log& log, TimeAnchor anchor, std::uint64_t seed,
                             std::filesystem::path work_dir)
    : catalog_(catalog), log_(log), anchor_(anchor), seed_(seed), work_dir_(std::move(work_dir)) {}

SimulatorFarm::~SimulatorFarm() { stop(Duration::zero()); }

const SimulatorAddress& SimulatorFarm::start(const SimulatorEntry& entry) {
  for (const auto& server : servers_) {
    if (server->address.name == entry.name) return server->address;
  }
  if (entry.unavailable) {
    throw Error(ErrorKind::config,
                fmt::format("starting simulator '{}': {}", entry.name, *entry.unavailable));
  }
  auto server = std::make_unique<Server>();
  server->address.name = entry.name;
  const std::filesystem::path folder = work_dir_ / entry.name;
  std::filesystem::create_directories(folder);

  ListenOptions listen;
  listen.host = entry.host;
  listen.port = entry.port;
  listen.reuse_port = entry.threads > 1;
  if (entry.tls) {
    std::vector<std::string> names = {"localhost", "127.0.0.1", "::1"};
    if (entry.host != "127.0.0.1" && entry.host != "0.0.0.0" && entry.host != "::")
      names.push_back(entry.host);
    const ThrowawayCa ca(names);
    listen.tls = ca.identity;
    server->address.ca_file = (folder / "ca.pem").string();
    std::ofstream(server->address.ca_file) << ca.ca_pem;
  }
  const auto commons = std::make_shared<Commons>();
  for (int i = 0; i < entry.threads; ++i) {
    auto instance =
        std::make_unique<Instance>(fmt::format("sim-{}-{}", entry.name, i), anchor_, log_, NetOptions());
    Instance& self = *instance;
    self.lane.call([&] {
      self.context = std::make_unique<Context>(log_, self.lane.clock(), self.lane.net(),
                                               Random(seed_, "simulator/" + entry.name), folder, i, commons);
      self.simulator = catalog_.create_simulator(entry.type, entry.options, *self.context);
      auto* service = static_cast<HttpService*>(self.simulator->face(HttpService::id));
      if (!service) {
        throw Error(ErrorKind::unsupported, fmt::format("starting simulator '{}': type '{}' offers no {}",
                                                        entry.name, entry.type, HttpService::id));
      }
      self.server = self.lane.net().listen(listen, *service);
      server->address.url = self.server->url();
      server->address.base_url = self.server->url() + self.simulator->base_path();
      server->address.key = self.simulator->key();
    });
    listen.port = self.server->port();  // the other lanes share the first one's port
    server->instances.push_back(std::move(instance));
  }
  log_.debug("simulator {} listens on {}", entry.name, server->address.url);
  servers_.push_back(std::move(server));
  return servers_.back()->address;
}

void SimulatorFarm::stop(Duration grace) {
  for (const auto& server : servers_) {
    for (const auto& instance : server->instances) {
      try {
        std::function<task<>()> stopping = [&] { return instance->server->stop(grace); };
        instance->lane.run(std::move(stopping));
      } catch (const std::exception& failure) {
        log_.warning("stopping simulator {}: {}", server->address.name, failure.what());
      }
    }
  }
  servers_.clear();
}

std::vector<const Lane*> SimulatorFarm::lanes() const {
  std::vector<const Lane*> all;
  for (const auto& server : servers_) {
    for (const auto& instance : server->instances) all.push_back(&instance->lane);
  }
  return all;
}

}  // namespace aitb::core
