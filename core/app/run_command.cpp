#include "core/app/run_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <aitb/schema.hpp>
#include <algorithm>
#include <random>

#include "core/app/environment.hpp"
#include "core/app/host_log.hpp"
#include "core/app/progress_view.hpp"
#include "core/app/run_folder.hpp"
#include "core/app/signals.hpp"
#include "core/app/store.hpp"
#include "core/app/text_table.hpp"
#include "core/report/report.hpp"
#include "core/session/fitness.hpp"
#include "core/session/runner.hpp"

namespace aitb::core {
namespace {

std::uint64_t fresh_seed() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 16) ^ device();  // 48 bits: exact in every JSON reader
}

std::string digest(const Config& config) {
  std::string all;
  for (const SourceFile& file : config.files) all += (all.empty() ? "" : " ") + file.kind + ":" + file.sha256;
  return all;
}

/// A sink with its defaults, as `sinks: [TYPE]` has it. Throws Error(config) if there is none of that type.
ComponentEntry preset_sink(Catalog& catalog, const std::string& type) {
  const Component* component = catalog.find(Kind::sink, type);
  if (component == nullptr) throw Error(ErrorKind::config, catalog.explain_missing(Kind::sink, type));
  ComponentEntry entry;
  entry.type = component->type;
  entry.options = fill_defaults(catalog.schema(*component), boost::json::object()).as_object();
  return entry;
}

boost::json::array sink_entries(const Config& config) {
  boost::json::array sinks;
  for (const ComponentEntry& entry : config.sinks) {
    boost::json::object sink;
    sink["type"] = entry.type;
    sink["options"] = entry.options;
    sinks.push_back(std::move(sink));
  }
  return sinks;
}

boost::json::object load_facts(const RunOptions& options, const Load& load) {
  boost::json::object facts;
  constexpr const char* modes[] = {"sequential", "closed", "open"};
  facts["mode"] = modes[static_cast<int>(load.mode)];
  facts["users"] = load.mode == Load::Mode::closed ? boost::json::value(load.users) : nullptr;
  facts["rate"] = load.mode == Load::Mode::open ? boost::json::value(load.rate) : nullptr;
  facts["arrivals"] = load.mode == Load::Mode::open ? load.arrivals.describe() : "";
  facts["lanes"] = load.lanes;
  facts["duration_sec"] = options.duration_sec ? boost::json::value(*options.duration_sec) : nullptr;
  facts["ramp_sec"] = options.ramp_sec;
  facts["warmup_sec"] = options.warmup_sec;
  return facts;
}

boost::json::array skipped_facts(const Plan& plan) {
  boost::json::array facts;
  for (const Skipped& each : plan.skipped) {
    boost::json::object fact;
    fact["scenario"] = each.scenario;
    fact["type"] = each.type;
    fact["provider"] = each.provider;
    fact["reason"] = each.reason;
    facts.push_back(std::move(fact));
  }
  return facts;
}

int print_plan(const Plan& plan) {
  for (const Cell& cell : plan.cells) {
    std::string roles;
    for (const auto& [role, provider] : cell.roles) roles += fmt::format(" {}={}", role, provider);
    fmt::print("{} × {}, {} run{}:{}\n", cell.scenario, cell.profile.name, cell.runs,
               cell.runs == 1 ? "" : "s", roles);
  }
  for (const Skipped& skipped : plan.skipped) fmt::print("not run: {}\n", skipped.sentence());
  return exit_ok;
}

/// Sessions that are stored already; what belongs to unfinished ones is set aside first. For a run limited by
/// time, what has been measured is taken off.
std::set<std::string> take_up(Catalog& catalog, Log& log, const std::filesystem::path& folder, Load& load,
                              const Anonymiser* names) {
  std::set<std::string> done;
  Store store(catalog, log, folder);
  const std::size_t aside = store.reader().set_aside_unfinished();
  std::optional<Instant> first, last;
  store.reader().sessions([&](SessionFact&& session) {
    const std::string& id = session.place.session_id;
    done.insert(names != nullptr ? names->restore(id) : id);
    if (session.place.warmup) return;
    if (!first || session.start < *first) first = session.start;
    if (!last || session.end > *last) last = session.end;
  });
  if (load.mode == Load::Mode::closed && load.duration && first) {
    load.duration = std::max(Duration::zero(), *load.duration - (*last - *first));
    load.warmup = Duration::zero();
  }
  fmt::print(stderr, "resuming: {} sessions are stored; {} records of unfinished sessions were set aside\n",
             done.size(), aside);
  return done;
}

void print_end(const RunOutcome& outcome, const std::filesystem::path& folder,
               const std::vector<std::filesystem::path>& reports) {
  for (const std::filesystem::path& store : outcome.stores) fmt::print("database  {}\n", store.string());
  for (const std::filesystem::path& report : reports) fmt::print("report    {}\n", report.string());
  if (outcome.interrupted)
    fmt::print("the run was interrupted; continue it with: aitb-host run --resume {}\n", folder.string());
}

int finish(const RunOptions& options, Catalog& catalog, HostLog& log, const std::filesystem::path& folder,
           const RunOutcome& outcome, ProgressView& view) {
  Store store(catalog, log, folder);
  view.report_begins();
  const Report report = build_report(store.reader());
  const auto files = write_report(report, folder, options.formats);
  view.report_ends();
  if (!options.quiet)
    fmt::print("{}\n", terminal_table(report, terminal_width(), isatty(STDOUT_FILENO) == 1));
  print_end(outcome, folder, files);
  if (!outcome.stopped_by.empty()) {
    log.error("the run ended early: {}", outcome.stopped_by);
    return exit_failed;
  }
  const int successes = outcome.sessions - outcome.failed + outcome.skipped;
  return outcome.interrupted || outcome.failed > 0 || outcome.unreachable > 0 || successes == 0 ? exit_failed
                                                                                                : exit_ok;
}

int run(RunOptions options, const Commands& commands) {
  Signals signals;
  HostLog log(options.verbose ? Level::info : Level::warning);
  ConfigPaths paths = options.config.paths();
  std::filesystem::path folder;
  const bool resume = !options.resume.empty();
  if (resume) {
    folder = find_run(options.resume);
    options.take_over(read_invocation(folder));
    for (auto [path, name] :
         {std::pair{&paths.scenarios, "scenarios.yaml"}, std::pair{&paths.profiles, "profiles.yaml"},
          std::pair{&paths.simulators, "simulators.yaml"}, std::pair{&paths.mcp, "mcp_servers.yaml"},
          std::pair{&paths.prices, "prices.yaml"}}) {
      if (std::filesystem::exists(folder / "config" / name)) *path = folder / "config" / name;
    }
  }
  Load load = options.load();
  const boost::json::object slo = options.slo_object();
  if (!options.seed) options.seed = fresh_seed();

  Catalog catalog(catalog_options(commands, paths));
  std::optional<Config> loaded;
  try {
    loaded.emplace(load_config(paths, catalog));
  } catch (const ConfigProblems& problems) {
    return print_problems(problems);
  }
  const Config& config = *loaded;
  if (options.trace) {
    const auto traced = [](const ComponentEntry& sink) { return sink.type == "trace"; };
    if (std::none_of(loaded->sinks.begin(), loaded->sinks.end(), traced))
      loaded->sinks.push_back(preset_sink(catalog, "trace"));
  }
  log.redact(Redactor(config.secrets));
  for (const Problem& warning : config.warnings) fmt::print(stderr, "{}\n", warning.render());

  RunRequest request;
  request.endpoint = options.endpoint == "live" ? Endpoint::live : Endpoint::sim;
  {
    Examiner examiner(config, catalog, log, request.endpoint);
    request.plan = make_plan(config, options.plan(), std::ref(examiner));
  }
  if (options.dry_run) return print_plan(request.plan);
  request.seed = *options.seed;
  std::filesystem::path aliases =
      options.anonymize.empty() ? config.anonymize : std::filesystem::path(options.anonymize);
  if (!aliases.empty()) {
    request.names = std::make_shared<const Anonymiser>(aliases);
    options.anonymize = std::filesystem::absolute(aliases).string();
  }
  request.stop_on_error = options.stop_on_error;
  request.calibrate = !options.no_calibration;
  request.id = resume ? folder.filename().string() : new_run_id(request.seed);
  if (!resume)
    folder = options.out.empty() ? std::filesystem::path("results") / request.id
                                 : std::filesystem::path(options.out);
  const RunFolder run_folder(folder, resume);
  request.folder = folder;
  log.open_file(folder / "log.txt");
  tell_refused(catalog, log);
  for (const Skipped& skipped : request.plan.skipped) log.info("{}", skipped.sentence());
  if (resume) request.done = take_up(catalog, log, folder, load, request.names.get());
  request.load = load;

  const boost::json::object environment = environment_facts();
  boost::json::object invocation = options.to_json();
  invocation["sinks"] = sink_entries(config);
  if (!resume) run_folder.keep_config(config, invocation);
  run_folder.keep_environment(environment);
  request.description["run_id"] = request.id;
  request.description["seed"] = request.seed;
  request.description["invocation"] = invocation;
  request.description["environment"] = environment;
  request.description["config_digest"] = digest(config);
  request.description["stall_gap_sec"] = config.defaults.stall_gap_sec;
  request.description["burst_gap_sec"] = config.defaults.burst_gap_sec;
  request.description["prices"] = config.prices;
  request.description["skipped"] = skipped_facts(request.plan);
  request.description["load"] = load_facts(options, load);
  if (!slo.empty()) request.description["slo"] = slo;

  if (!options.quiet) {
    fmt::print(stderr, "run {}: {} cell{}, {}, seed {}, endpoint {}\n", request.id, request.plan.cells.size(),
               request.plan.cells.size() == 1 ? "" : "s", load.describe(), request.seed, options.endpoint);
    if (!request.plan.skipped.empty())
      fmt::print(stderr, "{} scenario{} cannot run here; the reasons stand below the table\n",
                 request.plan.skipped.size(), request.plan.skipped.size() == 1 ? "" : "s");
  }
  ProgressView view(load, signals, options.quiet);
  RunOutcome outcome;
  {
    Runner runner(config, catalog, log, std::move(request));
    outcome = runner.run(view);
  }
  return finish(options, catalog, log, folder, outcome, view);
}

}  // namespace

void add_run_command(Commands& commands) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command =
      commands.app.add_subcommand("run", "Run scenarios, store every exchange, report the metrics");
  options->add_to(*command);
  command->callback(
      [&commands, options] { commands.selected = [&commands, options] { return run(*options, commands); }; });
}

}  // namespace aitb::core
