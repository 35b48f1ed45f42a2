#include "core/session/runner.hpp"

#include <fmt/format.h>

#include <future>

#include "core/session/calibrate.hpp"

namespace aitb::core {

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
  sink_context_ = std::make_unique<Context>(log_, lane.clock(), lane.net(), Random(request_.seed, "sink"), request_.folder);
  std::vector<std::unique_ptr<Sink>> sinks;
  for (const ComponentEntry& entry : config_.sinks) {
    sinks.push_back(catalog_.create_sink(entry.type, entry.options, *sink_context_));
    stores_.push_back(sinks.back()->location());
  }
  recorder_ = std::make_unique<Recorder>(std::move(sinks), request_.description, true, log_);
}

void Runner::start_quality() {
  threads_.emplace_back("sink", recorder_->thread_id());
  for (const auto& lane : lanes_) {
    threads_.emplace_back(lane->name(), lane->thread_id());
    loops_.push_back(std::make_unique<LoopWatch>(lane->clock()));
    loop_tasks_.emplace_back();
    lane->call([&] { loop_tasks_.back() = Running(lane->executor(), loops_.back()->run()); });
  }
}

boost::json::object Runner::quality() const {
  boost::json::object out;
  boost::json::array lanes;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    Lane& lane = *lanes_[i];
    boost::json::object entry;
    lane.call([&] {
      const TimerLag lag = timer_lag(lane.clock());
      entry["lane"] = lane.name();
      entry["timer_wakeups"] = lag.count;
      entry["timer_lag_p50_ms"] = lag.count ? boost::json::value(static_cast<double>(lag.p50_ns) / 1e6) : nullptr;
      entry["timer_lag_p99_ms"] = lag.count ? boost::json::value(static_cast<double>(lag.p99_ns) / 1e6) : nullptr;
      entry["timer_lag_max_ms"] = lag.count ? boost::json::value(static_cast<double>(lag.max_ns) / 1e6) : nullptr;
      entry["loop_stall_max_ms"] = static_cast<double>(loops_[i]->longest_stall().count()) / 1e6;
    });
    lanes.push_back(std::move(entry));
  }
  boost::json::array threads;
  for (const ThreadWatch& thread : threads_) threads.push_back(thread.read());
  for (const Lane* lane : farm_->lanes()) threads.push_back(ThreadWatch::since_start(lane->name(), lane->thread_id()));
  const RecorderStats stats = recorder_->stats();
  out["lanes"] = std::move(lanes);
  out["threads"] = std::move(threads);
  out["records"] = stats.records;
  out["chunks"] = stats.chunks;
  out["dropped_records"] = stats.dropped;
  out["queue_waits"] = stats.waits;
  out["queue_peak"] = stats.peak_weight;
  out["queue_capacity"] = Recorder::kCapacity;
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

bool Runner::run_cell(const Cell& cell, RunWatcher& watcher, RunOutcome& outcome) {
  const ScenarioEntry& scenario = *config_.scenario(cell.scenario);
  CellRun run;
  Progress progress;
  for (const auto& [role, provider] : scenario.roles) {
    run.reaches[role] = reach_provider(config_, catalog_, *farm_, scenario, role, provider, request_.endpoint);
  }
  std::vector<std::future<void>> ends;
  std::exception_ptr failure;
  try {
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      Lane& lane = *lanes_[i];
      CellRun::Share& share = *run.shares.emplace_back(std::make_unique<CellRun::Share>());
      lane.call([&] {
        share.components = std::make_unique<LaneComponents>(lane, log_, catalog_, config_, cell, run.reaches, request_.seed,
                                                            request_.folder);
      });
      lane.run([&] { return share.components->apply_link(config_, cell); });
    }
    start_captures(cell);
    // A common start a little ahead, so that all lanes can be ready for it.
    const Instant origin = lanes_.front()->clock().now() + std::chrono::milliseconds(5);
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      Lane& lane = *lanes_[i];
      CellRun::Share& share = *run.shares[i];
      ends.push_back(share.ended.get_future());
      lane.call([&] {
        share.driver = std::make_unique<Driver>(lane, static_cast<int>(i), *share.components, cell, request_.load,
                                                config_.defaults, *recorder_, retry_, request_.done, request_.seed, log_, progress);
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
      for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i]->call([&] { run.shares[i]->driver->interrupt(); });
    };
    for (std::future<void>& end : ends) {
      while (end.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
        const bool stop = watcher.tick(cell, progress) || recorder_->failed();
        if (stop && !outcome.interrupted) interrupt_all();
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
  watcher.cell_ends(cell, progress);
  if (failure) std::rethrow_exception(failure);
  return !outcome.interrupted;
}

RunOutcome Runner::run(RunWatcher& watcher) {
  RunOutcome outcome;
  open_lanes();
  farm_ = std::make_unique<SimulatorFarm>(catalog_, log_, anchor_, request_.seed, request_.folder / "simulators");
  boost::json::object& facts = request_.description;
  facts["wall_anchor_ns"] = anchor_.wall_ns;
  facts["monotonic_anchor_ns"] = to_ns(anchor_.at);
  facts["started_wall_ns"] = anchor_.wall_ns;
  if (request_.calibrate) {
    CalibrationPlan plan;
    plan.streams = std::clamp(request_.load.mode == Load::Mode::closed ? request_.load.users / request_.load.lanes : 4, 1, 1000);
    facts["calibration"] = calibrate(*lanes_.front(), anchor_, log_, plan);
  }
  open_sinks();
  start_quality();
  try {
    for (std::size_t i = 0; i < request_.plan.cells.size(); ++i) {
      const Cell& cell = request_.plan.cells[i];
      watcher.cell_begins(cell, i, request_.plan.cells.size());
      if (!run_cell(cell, watcher, outcome)) break;
    }
  } catch (const std::exception& failure) {
    outcome.stopped_by = failure.what();
  }
  facts["quality"] = quality();
  facts["captures"] = captured_;
  facts["ended_wall_ns"] = TimeAnchor::now().wall_ns;
  facts["interrupted"] = outcome.interrupted;
  farm_->stop(std::chrono::milliseconds(200));
  recorder_->update_run(facts);
  try {
    recorder_->close();
  } catch (const std::exception& failure) {
    outcome.stopped_by = failure.what();
  }
  outcome.stores = stores_;
  outcome.run = facts;
  return outcome;
}

}  // namespace aitb::core
