#include "core/session/runner.hpp"

#include <fmt/format.h>

#include <future>

#include "core/session/calibrate.hpp"

namespace aitb::core {

namespace {

task<> dial_once(Net& net, std::string url, HttpOptions options) {
  const std::unique_ptr<Stream> stream = co_await net.dial(std::move(url), std::move(options));
  stream->shutdown();
}

}  // namespace

RunWatcher::~RunWatcher() = default;

Runner::Runner(const Config& config, Catalog& catalog, Log& log, RunRequest request)
    : config_(config),
      catalog_(catalog),
      log_(log),
      request_(std::move(request)),
      anchor_(TimeAnchor::now()),
      retry_(config.defaults) {}

Runner::~Runner() {
  for (std::size_t i = 0; i < loop_tasks_.size(); ++i) {
    lanes_[i]->call([&] { loop_tasks_[i] = Running(); });
  }
  if (!captures_.empty()) lanes_.front()->call([&] { captures_.clear(); });
}

void Runner::open_lanes() {
  NetOptions options;
  options.deadlines.connect = from_seconds(config_.defaults.connect_timeout_sec);
  options.deadlines.first_byte = from_seconds(config_.defaults.first_byte_timeout_sec);
  options.deadlines.between = from_seconds(config_.defaults.between_timeout_sec);
  options.deadlines.total = from_seconds(config_.defaults.exchange_timeout_sec);
  // One address has some 28 000 ports; beyond a few thousand users the loopback range gives more.
  if (request_.load.users > 5000) options.source_addresses = 1 + request_.load.users / 5000;
  for (int i = 0; i < request_.load.lanes; ++i) {
    lanes_.push_back(std::make_unique<Lane>(fmt::format("lane-{}", i), anchor_, log_, options));
  }
}

void Runner::open_sinks() {
  Lane& lane = *lanes_.front();
  sink_context_ = std::make_unique<Context>(log_, lane.clock(), lane.net(), Random(request_.seed, "sink"),
                                            request_.folder);
  std::vector<std::unique_ptr<Sink>> sinks;
  for (const ComponentEntry& entry : config_.sinks) {
    sinks.push_back(catalog_.create_sink(entry.type, entry.options, *sink_context_));
    stores_.push_back(sinks.back()->location());
    if (request_.names) sinks.back() = anonymous(std::move(sinks.back()), request_.names);
  }
  recorder_ = std::make_unique<Recorder>(std::move(sinks), request_.description, true, log_);
}

void Runner::start_quality() {
  threads_.emplace_back("sink", recorder_->thread_id());
  threads_.emplace_back("sink-now", recorder_->hasty_thread_id());
  for (const auto& lane : lanes_) {
    threads_.emplace_back(lane->name(), lane->thread_id());
    loops_.push_back(std::make_unique<LoopWatch>(lane->clock()));
    loop_tasks_.emplace_back();
    lane->call([&] { loop_tasks_.back() = Running(lane->executor(), loops_.back()->run()); });
  }
}

boost::json::object Runner::quality() const {
  boost::json::object out;
  TimerLag worst;
  Duration stall{};
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    Lane& lane = *lanes_[i];
    lane.call([&] {
      const TimerLag lag = timer_lag(lane.clock());
      worst.count += lag.count;
      worst.p50_ns = std::max(worst.p50_ns, lag.p50_ns);
      worst.p99_ns = std::max(worst.p99_ns, lag.p99_ns);
      worst.max_ns = std::max(worst.max_ns, lag.max_ns);
      stall = std::max(stall, loops_[i]->longest_stall());
    });
  }
  boost::json::object timer;
  if (worst.count > 0) {
    timer["n"] = worst.count;
    timer["p50"] = static_cast<double>(worst.p50_ns) / 1e3;
    timer["p99"] = static_cast<double>(worst.p99_ns) / 1e3;
    timer["max"] = static_cast<double>(worst.max_ns) / 1e3;
  }
  boost::json::array threads;
  for (const ThreadWatch& thread : threads_) threads.push_back(thread.read());
  for (const Lane* lane : farm_->lanes())
    threads.push_back(ThreadWatch::since_start(lane->name(), lane->thread_id()));
  const RecorderStats stats = recorder_->stats();
  out["timer_lag_us"] = std::move(timer);  // of the worst lane
  out["loop_stall_max_us"] = static_cast<double>(stall.count()) / 1e3;
  out["threads"] = std::move(threads);
  out["records"] = stats.records;
  out["chunks"] = stats.chunks;
  out["dropped_records"] = stats.dropped;
  // A third of a second each time, in which lanes shared their cores with storing.
  out["storing_overdue"] = stats.overdue;
  out["queue_stalls"] = stats.waits;
  out["queue_peak"] = stats.peak_weight;
  out["queue_capacity"] = Recorder::kCapacity;
  std::uint64_t drops = 0;
  for (const boost::json::value& capture : captured_)
    drops += capture.at("dropped").to_number<std::uint64_t>();
  out["capture_drops"] = captured_.empty() ? boost::json::value(nullptr) : boost::json::value(drops);
  return out;
}

void Runner::start_captures(const Cell& cell) {
  if (config_.captures.empty()) return;
  Lane& lane = *lanes_.front();
  lane.call([&] {
    for (const ComponentEntry& entry : config_.captures) {
      captures_.push_back(catalog_.create_capture(entry.type, entry.options, *sink_context_));
    }
  });
  const std::filesystem::path folder = request_.folder / "captures";
  std::filesystem::create_directories(folder);
  for (const auto& capture : captures_) {
    Path path;
    path.interface = config_.profiles.default_interface;
    lane.run([&] { return capture->start(path, folder, cell.scenario + "_" + cell.profile.name); });
  }
}

void Runner::stop_captures() {
  Lane& lane = *lanes_.front();
  for (const auto& capture : captures_) {
    lane.run([&]() -> task<> {
      const CaptureFact fact = co_await capture->stop();
      boost::json::object entry = fact.details;
      entry["file"] = fact.file.string();
      entry["packets"] = fact.packets;
      entry["bytes"] = fact.bytes;
      entry["dropped"] = fact.dropped;
      captured_.push_back(std::move(entry));
    });
  }
  if (!captures_.empty()) lane.call([&] { captures_.clear(); });
}

void Runner::require_answer(const Reach& reach) {
  const boost::json::value* url = reach.options.if_contains("base_url");
  if (reach.endpoint == Endpoint::sim || !url || !url->is_string()) return;
  const std::string target(url->as_string());
  if (target.empty()) return;  // a provider that was given no address says by itself what is missing
  if (answering_.contains(target)) return;
  if (const auto known = silent_.find(target); known != silent_.end()) throw Error(known->second);
  // A dead target is found out once and at once, not by every session with all its retries.
  HttpOptions options;
  Deadlines deadlines;
  deadlines.connect =
      std::min<Duration>(from_seconds(config_.defaults.connect_timeout_sec), std::chrono::milliseconds(1500));
  options.deadlines = deadlines;
  if (const auto* ca = reach.options.if_contains("ca_file"); ca && ca->is_string())
    options.ca_file = ca->as_string();
  Lane& lane = *lanes_.front();
  try {
    lane.run([&]() -> task<> { co_await dial_once(lane.net(), target, options); });
    answering_.insert(target);
  } catch (const Error& failure) {
    const Error known(failure.kind(),
                      fmt::format("provider '{}' does not answer: {}; nothing was run against it",
                                  reach.entry, failure.what()));
    silent_.emplace(target, known);
    throw known;
  }
}

/// Everything of one cell, made and destroyed on the lanes.
struct Runner::CellRun {
  std::map<std::string, Reach> reaches;
  struct Share {
    std::unique_ptr<LaneComponents> components;
    std::unique_ptr<Driver> driver;
    Running driving;
    std::promise<void> ended;
  };
  std::vector<std::unique_ptr<Share>> shares;
};

std::optional<std::map<std::string, Reach>> Runner::reach(const Cell& cell, RunOutcome& outcome) {
  const ScenarioEntry& scenario = *config_.scenario(cell.scenario);
  std::map<std::string, Reach> reaches;
  try {
    for (const auto& [role, provider] : cell.roles) {
      reaches[role] = reach_provider(config_, catalog_, *farm_, scenario, role, provider, request_.endpoint);
      require_answer(reaches[role]);
    }
  } catch (const std::exception& failure) {
    if (request_.plan.cells.size() == 1) throw;
    ++outcome.unreachable;
    log_.error("scenario {} cannot run: {}", cell.scenario, failure.what());
    boost::json::object fact;
    fact["scenario"] = scenario.name;
    fact["type"] = scenario.type;
    const auto role = cell.roles.find("provider");
    fact["provider"] = role == cell.roles.end() ? "" : role->second;
    fact["profile"] = cell.profile.name;
    fact["reason"] = failure.what();
    skipped_.push_back(std::move(fact));
    return std::nullopt;
  }
  return reaches;
}

bool Runner::stop_on_error(const Cell& cell, RunOutcome& outcome) const {
  // What fails on a path without hindrances fails on every other one too.
  const bool baseline = cell.profile.neutral() || cell.profile.name == "ideal_6g";
  if (!request_.stop_on_error || !baseline || last_.ended == 0 || last_.failed < last_.ended) return false;
  outcome.stopped_by = fmt::format("every session of {} failed under {}, and --stop-on-error was given",
                                   cell.scenario, cell.profile.name);
  return true;
}

bool Runner::run_cell(const Cell& cell, RunWatcher& watcher, RunOutcome& outcome) {
  CellRun run;
  Progress progress;
  last_ = Ended();
  if (auto reaches = reach(cell, outcome))
    run.reaches = std::move(*reaches);
  else
    return true;
  std::vector<std::future<void>> ends;
  std::exception_ptr failure;
  try {
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      Lane& lane = *lanes_[i];
      CellRun::Share& share = *run.shares.emplace_back(std::make_unique<CellRun::Share>());
      lane.call([&] {
        share.components = std::make_unique<LaneComponents>(lane, log_, catalog_, config_, cell, run.reaches,
                                                            request_.seed, request_.folder, commons_);
      });
      lane.run([&] { return share.components->apply_link(config_, cell); });
    }
    boost::json::object link;
    link["asked"] = cell.profile.describe();
    link["verified"] = run.shares.front()->components->cell().link;
    link["loss_pct"] = cell.profile.loss_pct;
    links_[cell.profile.name] = std::move(link);
    start_captures(cell);
    // A common start a little ahead, so that all lanes can be ready for it.
    const Instant origin = lanes_.front()->clock().now() + std::chrono::milliseconds(5);
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      Lane& lane = *lanes_[i];
      CellRun::Share& share = *run.shares[i];
      ends.push_back(share.ended.get_future());
      lane.call([&] {
        share.driver = std::make_unique<Driver>(lane, static_cast<int>(i), *share.components, cell,
                                                request_.load, config_.defaults, *recorder_, retry_,
                                                request_.done, request_.seed, log_, progress);
        auto finish = [&share](std::exception_ptr thrown) {
          if (thrown) {
            share.ended.set_exception(thrown);
          } else {
            share.ended.set_value();
          }
        };
        share.driving = Running(lane.executor(), share.driver->drive(origin), std::move(finish));
      });
    }
    const auto interrupt_all = [&] {
      outcome.interrupted = true;
      for (std::size_t i = 0; i < lanes_.size(); ++i)
        lanes_[i]->call([&] { run.shares[i]->driver->interrupt(); });
    };
    // What the watcher throws ends the sessions, too: they use what is destroyed below.
    const auto told_to_stop = [&] {
      try {
        return watcher.tick(cell, progress) || recorder_->failed();
      } catch (...) {
        if (!failure) failure = std::current_exception();
        return true;
      }
    };
    for (std::future<void>& end : ends) {
      while (end.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
        if (told_to_stop() && !outcome.interrupted) interrupt_all();
      }
      try {
        end.get();
      } catch (...) {
        if (!failure) failure = std::current_exception();
        if (!outcome.interrupted) interrupt_all();
      }
    }
  } catch (...) {
    failure = std::current_exception();
  }
  for (std::size_t i = 0; i < run.shares.size(); ++i) lanes_[i]->call([&] { run.shares[i].reset(); });
  stop_captures();
  outcome.sessions += progress.ended;
  outcome.failed += progress.failed;
  outcome.skipped += progress.skipped;
  last_ = Ended{progress.ended, progress.failed};
  watcher.cell_ends(cell, progress);
  if (failure) std::rethrow_exception(failure);
  return !outcome.interrupted;
}

RunOutcome Runner::run(RunWatcher& watcher) {
  RunOutcome outcome;
  open_lanes();
  farm_ =
      std::make_unique<SimulatorFarm>(catalog_, log_, anchor_, request_.seed, request_.folder / "simulators");
  boost::json::object& facts = request_.description;
  if (const auto* planned = facts.if_contains("skipped"); planned && planned->is_array())
    skipped_ = planned->get_array();
  boost::json::object wall;
  wall["wall_ns"] = anchor_.wall_ns;
  wall["monotonic_ns"] = to_ns(anchor_.at);
  facts["wall_anchor"] = std::move(wall);
  facts["started_wall_ns"] = anchor_.wall_ns;
  if (request_.calibrate) {
    CalibrationPlan plan;
    plan.streams = std::clamp(
        request_.load.mode == Load::Mode::closed ? request_.load.users / request_.load.lanes : 4, 1, 1000);
    facts["calibration"] = calibrate(*lanes_.front(), anchor_, log_, plan);
  }
  open_sinks();
  start_quality();
  try {
    for (std::size_t i = 0; i < request_.plan.cells.size(); ++i) {
      const Cell& cell = request_.plan.cells[i];
      watcher.cell_begins(cell, i, request_.plan.cells.size());
      if (!run_cell(cell, watcher, outcome) || stop_on_error(cell, outcome)) break;
    }
  } catch (const std::exception& failure) {
    outcome.stopped_by = failure.what();
  }
  facts["quality"] = quality();
  if (outcome.stopped_by.empty() && outcome.unreachable == static_cast<int>(request_.plan.cells.size()))
    outcome.stopped_by = skipped_.back().at("reason").as_string();
  facts["captures"] = captured_;
  facts["skipped"] = skipped_;
  facts["ended_wall_ns"] = TimeAnchor::now().wall_ns;
  facts["profiles"] = links_;
  facts["interrupted"] = outcome.interrupted;
  farm_->stop(std::chrono::milliseconds(200));
  recorder_->update_run(facts);
  try {
    watcher.sinks_close(recorder_->stats().records);
    recorder_->close();
  } catch (const std::exception& failure) {
    outcome.stopped_by = failure.what();
  }
  outcome.stores = stores_;
  outcome.run = facts;
  return outcome;
}

}  // namespace aitb::core
