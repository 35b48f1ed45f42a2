#include "worker.hpp"

#include <span>

#include "request_line.hpp"

namespace exec {

using aitb::Error;
using aitb::ErrorKind;

Worker::Worker(aitb::Context& context, std::unique_ptr<aitb::Process> process)
    : log_(context.log), clock_(context.clock), process_(std::move(process)) {}

aitb::task<> Worker::read(std::shared_ptr<Worker> self) {
  std::optional<Error> failure;
  try {
    while (self->alive_) {
      aitb::task<std::optional<std::string>> reading = self->process_->read_line();
      const std::optional<std::string> line = co_await std::move(reading);
      if (!line || !self->alive_) break;
      if (line->empty()) continue;
      const Event event = parse_event(*line);
      self->take(event, self->process_->last_arrival());
    }
  } catch (const Error& error) {
    failure = error;
  }
  if (!failure) {
    const bool early = !self->hello_;
    failure.emplace(
        early ? ErrorKind::connect : ErrorKind::protocol,
        early ? "starting the program: it ended before it said hello; its standard error is in the log"
              : "waiting for the program's answer: it ended; its standard error is in the log");
  }
  self->fail(*failure);
}

aitb::task<> Worker::write(std::shared_ptr<Worker> self) {
  std::optional<Error> failure;
  try {
    while (true) {
      aitb::task<std::optional<Line>> popping = self->lines_.pop();
      std::optional<Line> line = co_await std::move(popping);
      if (!line || !self->alive_) break;
      const std::size_t size = line->text.size();
      const aitb::Instant first = self->clock_.now();
      aitb::task<> writing = self->process_->write(std::move(line->text));
      co_await std::move(writing);
      const aitb::Instant last = self->clock_.now();
      for (const auto& [id, pending] : self->pending_)
        if (pending == line->about) pending->out.request_sent(first, last, 0, size);
    }
  } catch (const Error& error) {
    failure = error;
  }
  if (failure) self->fail(*failure);
}

void Worker::kill() noexcept {
  alive_ = false;
  lines_.close();
  process_.reset();
}

void Worker::say(std::string line, Pending* about) {
  Line next;
  next.text = std::move(line);
  next.about = about;
  lines_.push(std::move(next));
}

void Worker::add(std::uint64_t id, Pending* pending) {
  pending_[id] = pending;
  last_id_ = id;
}

void Worker::forget(std::uint64_t id) {
  const auto found = pending_.find(id);
  if (found == pending_.end()) return;
  const bool open = !found->second->answered && !found->second->failure;
  pending_.erase(found);
  if (open && alive_) say(cancel_line(id));
}

void Worker::take(const Event& event, const aitb::Arrival& arrival) {
  if (event.kind == Event::Kind::hello) {
    if (hello_) throw Error(ErrorKind::protocol, "reading the program's answer: it said hello twice");
    hello_ = true;
    faces_ = event.faces;
    greeted.notify();
    return;
  }
  if (!hello_ || event.id > last_id_)
    throw Error(ErrorKind::protocol,
                hello_ ? "reading the program's answer: it answers a request that was not made"
                       : "reading the program's answer: it speaks before its hello");
  const auto found = pending_.find(event.id);
  if (found == pending_.end()) return;  // the end of a request that was cancelled
  found->second->out.arrived(arrival);
  answer(*found->second, event);
}

void Worker::answer(Pending& pending, const Event& event) {
  aitb::Exchange& out = pending.out;
  switch (event.kind) {
    case Event::Kind::delta:
      out.delta(event.channel, event.text);
      break;
    case Event::Kind::tool_call:
      out.tool_call(event.call);
      break;
    case Event::Kind::media:
      out.media(event.media, std::as_bytes(std::span(event.text.data(), event.text.size())));
      break;
    case Event::Kind::usage:
      out.usage(event.usage);
      break;
    case Event::Kind::bytes:
      out.bytes(event.sent, event.received);
      break;
    case Event::Kind::keep_alive:
      out.keep_alive();
      break;
    case Event::Kind::note:
      out.note(event.key, event.text);
      break;
    case Event::Kind::identify:
      out.identify(event.key, event.model);
      break;
    case Event::Kind::done:
      if (!event.key.empty()) out.finish_reason(event.key);
      out.done();
      pending.answered = true;
      pending.ended.notify();
      break;
    case Event::Kind::error: {
      Error error(event.error_kind,
                  event.text.empty() ? "the program says no more than that it failed" : event.text);
      error.with_status(event.http_status).with_retry_after(event.retry_after).with_code(event.key);
      pending.failure.emplace(std::move(error));
      pending.ended.notify();
      break;
    }
    case Event::Kind::hello:
      break;
  }
}

void Worker::fail(Error error) {
  if (!alive_) return;
  alive_ = false;
  failure.emplace(std::move(error));
  lines_.close();
  greeted.notify();
  for (const auto& [id, pending] : pending_) {
    if (pending->answered || pending->failure) continue;
    pending->failure = failure;
    pending->ended.notify();
  }
}

}  // namespace exec
