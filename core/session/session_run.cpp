#include "core/session/session_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/session/live_exchange.hpp"
#include "core/session/outcome.hpp"

namespace aitb::core {
namespace {

task<> call_at(Clock& clock, Instant at, std::function<void()> call) {
  co_await clock.sleep_until(at);
  call();
}

}  // namespace

SessionRun::SessionRun(Executor executor, Clock& clock, Log& log, Recorder& recorder,
                       const RetryPolicy& retry, const CellOnLane& cell, Place place,
                       std::optional<Instant> scheduled, Random random)
    : executor_(executor),
      clock_(clock),
      log_(log),
      recorder_(recorder),
      retry_(retry),
      cell_(cell),
      place_(std::move(place)),
      scheduled_(scheduled),
      next_scheduled_(scheduled),
      random_(random) {}

SessionRun::~SessionRun() = default;

void* SessionRun::face(std::string_view id, std::string_view role) noexcept {
  const auto found = cell_.providers.find(std::string(role));
  return found == cell_.providers.end() ? nullptr : found->second->face(id);
}

void SessionRun::fail(ErrorKind kind, std::string reason) {
  if (failed_kind_) return;  // the first reason is the cause
  failed_kind_ = kind;
  failed_reason_ = std::move(reason);
}

void SessionRun::note(std::string key, boost::json::value value) { notes_[key] = std::move(value); }

void SessionRun::interrupt() { end_early(ErrorKind::cancelled); }

void SessionRun::end_early(ErrorKind why) {
  if (ending_) return;
  ending_ = why;
  // Exchanges are ended from below, so that they still become records; perform() then throws into the
  // scenario. A scenario that awaits something of its own is cancelled directly.
  if (attempts_.empty()) {
    scenario_.cancel();
  } else {
    for (Running* attempt : attempts_) attempt->cancel();
  }
}

void SessionRun::throw_if_ending() const {
  if (!ending_) return;
  if (*ending_ == ErrorKind::timeout) {
    throw Error(ErrorKind::timeout,
                fmt::format("running the session: it did not end within {:g} s (timeout_sec)",
                            to_seconds(cell_.session_deadline)));
  }
  throw Error(*ending_, "running the session: interrupted");
}

task<bool> SessionRun::run(Scenario& scenario) {
  SessionFact fact;
  fact.start = clock_.now();
  fact.wall_start_ns = clock_.wall_ns(fact.start);
  fact.scheduled = scheduled_;
  if (!next_scheduled_) next_scheduled_ = fact.start;

  scenario_ = Running(executor_, scenario.run(*this));
  Running deadline;
  if (cell_.session_deadline.count() > 0) {
    std::function<void()> expire = [this] { end_early(ErrorKind::timeout); };
    deadline = Running(executor_, call_at(clock_, fact.start + cell_.session_deadline, std::move(expire)));
  }
  const std::exception_ptr failure = co_await outcome(scenario_);
  deadline.cancel();

  if (ending_ == ErrorKind::cancelled) co_return false;
  if (failure) {
    const Error error = as_error(failure, "running scenario " + place_.scenario);
    const ErrorKind kind = ending_.value_or(error.kind());
    fail(kind, ending_ ? fmt::format("running the session: it did not end within {:g} s (timeout_sec)",
                                     to_seconds(cell_.session_deadline))
                       : error.what());
    if (kind == ErrorKind::internal) log_.error("scenario {} misbehaves: {}", place_.scenario, error.what());
  }
  fact.place = place_;
  fact.end = clock_.now();
  fact.success = !failed_kind_;
  fact.error_kind = failed_kind_;
  fact.error = failed_reason_;
  fact.turns = turns_;
  fact.notes = std::move(notes_);
  const auto provider = cell_.provider_names.find("provider");
  if (provider != cell_.provider_names.end()) fact.provider = provider->second;
  fact.model = cell_.model;
  const bool success = fact.success;
  recorder_.push(std::move(fact));
  co_return success;
}

Record SessionRun::begin_record(const ExchangeSpec& spec, int index, int attempt,
                                std::optional<Instant> scheduled) {
  Record record;
  record.place = place_;
  if (spec.klass == RecordClass::connection && turns_ == 0) record.place.turn_index = -1;
  record.klass = spec.klass;
  record.operation = spec.operation;
  record.tool_name = spec.tool_name;
  record.model = spec.model.empty() ? cell_.model : spec.model;
  record.streaming = spec.streaming;
  record.exchange_index = index;
  record.attempt = attempt;
  record.scheduled = scheduled;
  record.link = cell_.link;
  const auto name = cell_.provider_names.find(spec.role);
  if (name != cell_.provider_names.end()) record.provider = name->second;
  return record;
}

task<Reply> SessionRun::perform(ExchangeSpec spec, Work work) {
  const int index = exchanges_++;
  Reply reply;
  std::optional<Instant> scheduled = next_scheduled_;  // of this exchange: others may run beside it
  for (int attempt = 1;; ++attempt) {
    co_await recorder_.admit(clock_);
    throw_if_ending();
    LiveExchange exchange(clock_, begin_record(spec, index, attempt, scheduled));
    Running running(executor_, work(exchange));
    attempts_.push_back(&running);
    bool expired = false;
    Running deadline;
    if (cell_.exchange_deadline.count() > 0) {
      std::function<void()> expire = [&running, &expired] {
        expired = true;
        running.cancel();
      };
      deadline =
          Running(executor_, call_at(clock_, clock_.now() + cell_.exchange_deadline, std::move(expire)));
    }
    const std::exception_ptr thrown = co_await outcome(running);
    deadline.cancel();
    std::erase(attempts_, &running);

    std::optional<Error> failure;
    if (thrown && expired) {
      failure.emplace(ErrorKind::timeout,
                      fmt::format("{} with {}: it did not end within {:g} s (exchange_timeout_sec)",
                                  spec.operation, spec.role, to_seconds(cell_.exchange_deadline)));
    } else if (thrown && ending_) {
      failure.emplace(*ending_, *ending_ == ErrorKind::timeout ? "the session's deadline passed (timeout_sec)"
                                                               : "interrupted");
    } else if (thrown) {
      failure.emplace(as_error(thrown, spec.operation));
    }
    Record record = exchange.finish(failure ? &*failure : nullptr, reply);
    next_scheduled_ = record.end;
    std::optional<Duration> wait;
    if (failure && spec.retry && !ending_) wait = retry_.wait_after(attempt, *failure);
    record.final = !wait;
    if (wait) {
      log_.warning("{}: attempt {} failed ({}); again in {:g} s", place_.session_id, attempt, failure->what(),
                   to_seconds(*wait));
      scheduled = *record.end + *wait;
    }
    recorder_.push(std::move(record));
    throw_if_ending();
    if (!wait) break;
    co_await clock_.sleep_for(*wait);
  }
  co_return reply;
}

task<> SessionRun::turn(int index) {
  if (turns_ > 0 && cell_.think_time.count() > 0 && next_scheduled_) {
    next_scheduled_ = *next_scheduled_ + cell_.think_time;
    co_await clock_.sleep_until(*next_scheduled_);
  }
  ++turns_;
  place_.turn_index = index;
}

}  // namespace aitb::core
