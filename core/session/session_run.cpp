#include "core/session/session_run.hpp"

#include <fmt/format.h>

#include <boost/asio/this_coro.hpp>

#include <algorithm>

#include "core/session/live_exchange.hpp"

namespace aitb::core {

/// One attempt of an exchange while it runs. What only its end needs is not here, nor in perform()'s frame: a
/// load of ten thousand streams holds as many of both.
class SessionRun::Attempt {
 public:
  Attempt(SessionRun& session, Record start, const Work& work)
      : exchange(session.clock_, std::move(start)), session_(session) {
    session.attempts_.push_back(this);
    const auto note_end = [this](std::exception_ptr failure) {
      thrown = failure;
      over.notify();
    };
    try {
      running = Running(session.executor_, work(exchange), note_end);
    } catch (...) {
      thrown = std::current_exception();  // it failed before it was a coroutine
    }
    if (const Duration limit = session.cell_.exchange_deadline; limit.count() > 0) {
      deadline_.emplace(session.alarms_, session.clock_.now() + limit, [this] {
        expired = true;
        cancel();
      });
    }
  }
  ~Attempt() { ended(); }
  Attempt(const Attempt&) = delete;
  /// What still arrives after this moment is what the cancel cost.
  void cancel() {
    if (!cancelled_) exchange.note("cancel_sent_ns", std::to_string(to_ns(session_.clock_.now())));
    cancelled_ = true;
    running.cancel();
  }
  void ended() noexcept {
    deadline_.reset();
    std::erase(session_.attempts_, this);
  }

  LiveExchange exchange;
  Running running;
  Signal over;
  std::exception_ptr thrown;
  bool expired = false;

 private:
  SessionRun& session_;
  std::optional<Alarms::Alarm> deadline_;
  bool cancelled_ = false;
};

SessionRun::SessionRun(Executor executor, Clock& clock, Alarms& alarms, Log& log, Recorder& recorder,
                       const RetryPolicy& retry, const CellOnLane& cell, Place place,
                       std::optional<Instant> scheduled, Random random)
    : executor_(executor),
      clock_(clock),
      alarms_(alarms),
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
    for (Attempt* attempt : attempts_) attempt->cancel();
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
  const Instant start = clock_.now();
  if (!next_scheduled_) next_scheduled_ = start;
  const auto note_end = [this](std::exception_ptr thrown) {
    scenario_failure_ = thrown;
    over_.notify();
  };
  scenario_ = Running(executor_, scenario.run(*this), note_end);
  std::optional<Alarms::Alarm> deadline;
  if (cell_.session_deadline.count() > 0) {
    deadline.emplace(alarms_, start + cell_.session_deadline, [this] { end_early(ErrorKind::timeout); });
  }
  while (!scenario_.ended()) co_await over_.wait();
  deadline.reset();
  co_return conclude_session(start, scenario_failure_);
}

bool SessionRun::conclude_session(Instant start, std::exception_ptr failure) {
  if (ending_ == ErrorKind::cancelled) return false;
  if (failure) {
    const Error error = as_error(failure, "running scenario " + place_.scenario);
    const ErrorKind kind = ending_.value_or(error.kind());
    fail(kind, ending_ ? fmt::format("running the session: it did not end within {:g} s (timeout_sec)",
                                     to_seconds(cell_.session_deadline))
                       : error.what());
    if (kind == ErrorKind::internal) log_.error("scenario {} misbehaves: {}", place_.scenario, error.what());
  }
  SessionFact fact;
  fact.start = start;
  fact.wall_start_ns = clock_.wall_ns(start);
  fact.scheduled = scheduled_;
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
  recorder_.push(std::move(fact));
  return !failed_kind_;
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
  std::unique_ptr<Reply> reply;
  std::exception_ptr aborted;
  std::optional<Instant> scheduled = next_scheduled_;  // of this exchange: others may run beside it
  for (int attempt = 1;; ++attempt) {
    if (!recorder_.has_room()) co_await recorder_.admit(clock_);
    co_await take_turn();  // after a session's beginning or the end of its last exchange
    throw_if_ending();
    std::optional<Duration> wait;
    {
      Attempt now(*this, begin_record(spec, index, attempt, scheduled), work);
      while (!now.running.ended()) {
        try {
          co_await now.over.wait();
        } catch (...) {
          aborted = std::current_exception();  // a scenario that runs several at once drops this one
        }
        if (!aborted) continue;
        // The work writes to the exchange until it has ended, so it is waited for all the same.
        co_await asio::this_coro::throw_if_cancelled(false);
        now.cancel();
      }
      now.ended();
      reply = std::make_unique<Reply>();
      wait = conclude(now, spec, attempt, scheduled, *reply);
    }
    throw_if_ending();
    if (aborted) {
      co_await asio::this_coro::throw_if_cancelled(true);
      std::rethrow_exception(aborted);
    }
    if (!wait) break;
    co_await clock_.sleep_for(*wait);
  }
  co_return std::move(*reply);
}

std::optional<Error> SessionRun::failure_of(const Attempt& ended, const ExchangeSpec& spec) const {
  if (!ended.thrown) return std::nullopt;
  if (ended.expired) {
    return Error(ErrorKind::timeout,
                 fmt::format("{} with {}: it did not end within {:g} s (exchange_timeout_sec)",
                             spec.operation, spec.role, to_seconds(cell_.exchange_deadline)));
  }
  if (ending_) {
    return Error(*ending_, *ending_ == ErrorKind::timeout ? "the session's deadline passed (timeout_sec)"
                                                          : "interrupted");
  }
  return as_error(ended.thrown, spec.operation);
}

/// Makes an attempt a record. How long to wait before the next one, which is `scheduled` then; nullopt: this
/// was the last.
std::optional<Duration> SessionRun::conclude(Attempt& ended, const ExchangeSpec& spec, int attempt,
                                             std::optional<Instant>& scheduled, Reply& reply) {
  const std::optional<Error> failure = failure_of(ended, spec);
  Record record = ended.exchange.finish(failure ? &*failure : nullptr, reply);
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
  return wait;
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
