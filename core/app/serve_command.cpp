#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <aitb/temporary_folder.hpp>
#include <boost/json/parse.hpp>
#include <cstdio>

#include "core/app/host_log.hpp"
#include "core/app/number_checks.hpp"
#include "core/app/options.hpp"
#include "core/app/serve_stdio.hpp"
#include "core/app/signals.hpp"
#include "core/session/simulators.hpp"

namespace aitb::core {
namespace {

struct ServeOptions {
  std::vector<std::string> names;
  std::string host, config;
  int port = 0;
  std::optional<int> threads;
  std::vector<std::string> settings;
  std::uint64_t seed = 1;
  bool tls = false, stdio = false, verbose = false;
};

/// The entry of that name, or one with default options where NAME is a simulator's type.
SimulatorEntry entry_for(const Config& config, Catalog& catalog, const std::string& name) {
  if (const SimulatorEntry* entry = config.simulator(name)) return *entry;
  if (!catalog.find(Kind::simulator, name)) {
    std::string known;
    for (const SimulatorEntry& entry : config.simulators) known += (known.empty() ? "" : ", ") + entry.name;
    throw Error(ErrorKind::config,
                fmt::format("serving '{}': simulators.yaml defines {}; and {}", name,
                            known.empty() ? "none" : known, catalog.explain_missing(Kind::simulator, name)));
  }
  SimulatorEntry entry;
  entry.name = entry.type = name;
  return entry;
}

/// KEY=VALUE of --set: JSON where it is JSON, else a text.
void apply_settings(const ServeOptions& options, SimulatorEntry& entry) {
  for (const std::string& setting : options.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw Error(ErrorKind::config,
                  fmt::format("serving '{}': --set {} is not KEY=VALUE", entry.name, setting));
    }
    const std::string text = setting.substr(equals + 1);
    boost::system::error_code no_json;
    boost::json::value value = boost::json::parse(text, no_json);
    if (no_json) value = boost::json::string(text);
    entry.options[setting.substr(0, equals)] = std::move(value);
  }
}

/// Thousands of streams need thousands of descriptors; the hard limit is as far as we may go.
void raise_open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int serve(const ServeOptions& options, const Commands& commands) {
  if (options.stdio && (options.names.size() > 1 || options.tls || options.port != 0)) {
    throw Error(ErrorKind::config,
                "serving over standard input and output: one NAME, without --tls and --port");
  }
  Signals signals;
  raise_open_files();
  HostLog log(options.verbose ? Level::info : Level::warning);
  ConfigOptions files;
  files.simulators = options.config;
  ConfigPaths paths = files.paths();
  Catalog catalog(catalog_options(commands, paths));
  paths.scenarios.clear();  // a server needs none, so nothing in them may keep it from serving
  std::optional<Config> config;
  try {
    config.emplace(load_config(paths, catalog));
  } catch (const ConfigProblems& problems) {
    return print_problems(problems);
  }
  log.redact(Redactor(config->secrets));
  tell_refused(catalog, log);
  TemporaryFolder folder;
  if (options.stdio) {
    SimulatorEntry entry = entry_for(*config, catalog, options.names.front());
    apply_settings(options, entry);
    serve_stdio(entry, catalog, log, options.seed, folder.path(), signals);
    return exit_ok;
  }
  SimulatorFarm farm(catalog, log, TimeAnchor::now(), options.seed, folder.path());
  int offset = 0;
  for (const std::string& name : options.names) {
    SimulatorEntry entry = entry_for(*config, catalog, name);
    apply_settings(options, entry);
    if (!options.host.empty()) entry.host = options.host;
    if (options.port != 0) entry.port = options.port + offset++;
    if (options.threads) entry.threads = *options.threads;
    entry.tls = options.tls;
    const SimulatorAddress& address = farm.start(entry);
    fmt::print("{} listening on {}\n", name, address.url);
    if (!address.ca_file.empty()) fmt::print("{} certificate authority in {}\n", name, address.ca_file);
    std::fflush(stdout);
  }
  signals.wait();
  farm.stop(std::chrono::milliseconds(500));
  return exit_ok;
}

}  // namespace

void add_serve_command(Commands& commands) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = commands.app.add_subcommand("serve", "Run simulators as servers for any client");
  command->add_option("SIMULATOR", options->names, "Simulators: entries of simulators.yaml, or types")
      ->required();
  command->add_option("--host", options->host, "Address to listen on [the entry's, else 127.0.0.1]")
      ->type_name("ADDRESS");
  command->add_option("--port", options->port, "Port of the first, the next ones follow; 0: any free one")
      ->check(whole_number(0, 65535));
  command
      ->add_option("--set", options->settings,
                   "An option of the simulators, as its YAML key and a JSON value (repeatable)")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
  command->add_flag("--stdio", options->stdio,
                    "Serve the one program that started this one, over standard input and output");
  command->add_flag("--tls", options->tls, "Serve TLS with a throw-away CA, whose file is printed");
  command->add_option("--threads", options->threads, "Lanes that share the port [the entry's, else 1]")
      ->check(whole_number(1, 64));
  command->add_option("--config", options->config, "Simulators file [configs/simulators.yaml, else built in]")
      ->type_name("FILE");
  command->add_option("--seed", options->seed, "Seed of the simulators' texts and times")
      ->capture_default_str();
  command->add_flag("-v,--verbose", options->verbose, "Log lines on the terminal");
  command->callback([&commands, options] {
    commands.selected = [&commands, options] { return serve(*options, commands); };
  });
}

}  // namespace aitb::core
