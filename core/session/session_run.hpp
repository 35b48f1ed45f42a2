// One session being run: the host's side of aitb::Session. Lives on one lane from its first to its last
// record.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <aitb/scenario.hpp>

#include "core/record/recorder.hpp"
#include "core/session/alarms.hpp"
#include "core/session/retry.hpp"

namespace aitb::core {

/// What all sessions of a cell share on one lane. Outlives them.
struct CellOnLane {
  std::map<std::string, Provider*> providers;         ///< by role
  std::map<std::string, std::string> provider_names;  ///< by role, for the records
  std::string model;
  std::string link = "not shaped";
  Duration session_deadline{};  ///< 0: none
  Duration exchange_deadline{};
  Duration think_time{};
};

class SessionRun final : public Session {
 public:
  SessionRun(Executor executor, Clock& clock, Alarms& alarms, Log& log, Recorder& recorder,
             const RetryPolicy& retry, const CellOnLane& cell, Place place, std::optional<Instant> scheduled,
             Random random);
  ~SessionRun() override;

  /// [lane] Runs the scenario to its end and records the session. Never throws for what the session did; true
  /// if it succeeded. A session that was interrupted leaves no SessionFact, so that a resumed run does it
  /// again.
  task<bool> run(Scenario& scenario);
  /// [lane] Ends the session at its next await, as interrupted by the user.
  void interrupt();

  // Session
  void* face(std::string_view id, std::string_view role) noexcept override;
  task<Reply> perform(ExchangeSpec spec, Work work) override;
  task<> turn(int index) override;
  const Place& place() const noexcept override { return place_; }
  Clock& clock() noexcept override { return clock_; }
  Log& log() noexcept override { return log_; }
  Random& random() noexcept override { return random_; }
  void fail(ErrorKind kind, std::string reason) override;
  void note(std::string key, boost::json::value value) override;

 private:
  class Attempt;

  void end_early(ErrorKind why);
  Record begin_record(const ExchangeSpec& spec, int index, int attempt, std::optional<Instant> scheduled);
  std::optional<Duration> conclude(Attempt& ended, const ExchangeSpec& spec, int attempt,
                                   std::optional<Instant>& scheduled, Reply& reply);
  std::optional<Error> failure_of(const Attempt& ended, const ExchangeSpec& spec) const;
  bool conclude_session(Instant start, std::exception_ptr failure);
  void throw_if_ending() const;

  Executor executor_;
  Clock& clock_;
  Alarms& alarms_;
  Log& log_;
  Recorder& recorder_;
  const RetryPolicy& retry_;
  const CellOnLane& cell_;
  Place place_;
  std::optional<Instant> scheduled_, next_scheduled_;
  Random random_;
  int exchanges_ = 0, turns_ = 0;
  std::optional<ErrorKind> failed_kind_, ending_;
  std::string failed_reason_;
  boost::json::object notes_;
  std::vector<Attempt*> attempts_;  // exchanges in flight
  Running scenario_;
  std::exception_ptr scenario_failure_;
  Signal over_;
};

}  // namespace aitb::core
