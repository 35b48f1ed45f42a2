#include "net/curl_transfer.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "net/curl_facts.hpp"
#include "net/tcp_meter.hpp"
#include "net/websocket_text.hpp"

namespace aitb::net {
namespace {

constexpr std::size_t large_body = 8u << 10;  // less than what libcurl reads at once
constexpr std::size_t pause_at = 256u << 10;  // unread bytes that make libcurl stop reading

}  // namespace

CurlTransfer::CurlTransfer(std::shared_ptr<CurlEngine> engine, std::shared_ptr<const CurlSettings> settings,
                           HttpRequest request, Deadlines deadlines, Clock& clock, Tap& tap)
    : engine_(std::move(engine)),
      settings_(std::move(settings)),
      request_(std::move(request)),
      deadlines_(deadlines),
      clock_(clock),
      tap_(tap),
      easy_(curl_easy_init()) {
  if (easy_ == nullptr) throw Error(ErrorKind::internal, "using libcurl: out of memory");
  set_up();
}

CurlTransfer::~CurlTransfer() {
  if (added_) engine_->remove(*this);
  if (!done_) report_end();
  curl_easy_cleanup(easy_);
  curl_slist_free_all(fields_);
}

void CurlTransfer::start() {
  started_ = last_byte_ = clock_.now();
  engine_->add(shared_from_this());
  added_ = true;
}

task<> CurlTransfer::head(std::shared_ptr<CurlTransfer> self) {
  const Executor executor = co_await asio::this_coro::executor;
  self->watchdog_ = Running(executor, watch_deadlines(self, self->clock_));
  while (!self->head_done_ && !self->done_ && !self->error_) co_await self->changed.wait();
  if (!self->head_done_) self->rethrow();
  if (!self->head_done_) {
    throw Error(ErrorKind::protocol, self->attempted() + ": the connection ended before a response head");
  }
  self->report_connection();
  self->tap_.arrived(self->head_arrival_);
  self->tap_.response_head(self->status_, self->head_bytes_);
}

task<std::optional<BodyBlock>> CurlTransfer::next(std::shared_ptr<CurlTransfer> self) {
  while (self->blocks_.empty() && !self->done_ && !self->error_) {
    if (self->paused_) {
      self->paused_ = false;
      self->last_byte_ = self->clock_.now();
      curl_easy_pause(self->easy_, CURLPAUSE_CONT);  // may call on_body at once
      if (!self->blocks_.empty()) break;
    }
    co_await self->changed.wait();
  }
  if (self->blocks_.empty()) {
    self->rethrow();
    co_return std::nullopt;
  }
  Block& first = self->blocks_.front();
  self->given_ = std::move(first.data);
  const Arrival arrival = first.arrival;
  self->blocks_.pop_front();
  self->waiting_bytes_ -= self->given_.size();
  self->tap_.arrived(arrival);
  std::optional<BodyBlock> block(std::in_place, self->given_, arrival);
  co_return block;
}

std::size_t CurlTransfer::on_header(char* bytes, std::size_t, std::size_t count, void* self) noexcept {
  auto& me = *static_cast<CurlTransfer*>(self);
  me.saw_bytes();
  if (me.head_done_) {  // trailers
    me.body_bytes_ += count;
    return count;
  }
  std::string_view line(bytes, count);
  if (line.starts_with("HTTP/")) {  // also after an interim response: begin again
    me.headers_ = Headers();
    me.head_arrival_ = Arrival(me.clock_.now(), std::nullopt, 0);
    me.head_bytes_ = 0;
  }
  me.head_bytes_ += count;
  me.head_arrival_.bytes += count;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) {
    long status = 0;
    curl_easy_getinfo(me.easy_, CURLINFO_RESPONSE_CODE, &status);
    me.status_ = static_cast<int>(status);
    me.head_done_ = status >= 200 || status == 101;
    if (me.head_done_) me.engine_->touch(me);
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos && colon > 0) {
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
    me.headers_.add(std::string(line.substr(0, colon)), std::string(value));
  }
  return count;
}

std::size_t CurlTransfer::on_body(char* bytes, std::size_t, std::size_t count, void* self) noexcept {
  auto& me = *static_cast<CurlTransfer*>(self);
  if (me.waiting_bytes_ >= pause_at) {
    me.paused_ = true;
    return CURL_WRITEFUNC_PAUSE;  // the same bytes come again later
  }
  me.saw_bytes();
  // libcurl calls once per HTTP chunk: what one readiness event brought is one arrival.
  if (me.blocks_.empty() || me.block_burst_ != me.engine_->burst()) {
    me.blocks_.emplace_back(Arrival(me.clock_.now(), std::nullopt, 0));
    me.block_burst_ = me.engine_->burst();
  }
  me.blocks_.back().data.append(bytes, count);
  me.blocks_.back().arrival.bytes += count;
  me.waiting_bytes_ += count;
  me.engine_->touch(me);
  if (me.settings_->options.http2 && me.body_bytes_ >= large_body) me.engine_->large_answer_grew();
  return count;
}

int CurlTransfer::on_debug(CURL*, curl_infotype what, char*, std::size_t count, void* self) noexcept {
  auto& me = *static_cast<CurlTransfer*>(self);
  if (what == CURLINFO_HEADER_OUT || what == CURLINFO_DATA_OUT) {
    const Instant now = me.clock_.now();
    if (!me.connected_) {
      me.connected_ = true;
      me.base_ = me.engine_->last_totals(me.socket_);
      me.sent_first_ = now;
    }
    me.sent_last_ = me.last_byte_ = now;
    (what == CURLINFO_HEADER_OUT ? me.head_sent_ : me.body_sent_) += count;
  } else if (what == CURLINFO_DATA_IN) {
    me.body_bytes_ += count;
  }
  return 0;
}

void CurlTransfer::saw_bytes() noexcept {
  last_byte_ = clock_.now();
  if (!sent_reported_) {
    sent_reported_ = true;
    report_connection();
    tap_.request_sent(sent_first_, sent_last_, head_sent_, body_sent_);
  }
}

void CurlTransfer::report_connection() noexcept {
  if (reported_ || !connected_) return;
  reported_ = true;
  tap_.connection(curl_connection_fact(easy_, started_));
}

void CurlTransfer::uses_socket(curl_socket_t socket) noexcept {
  if (!connected_) socket_ = socket;
}

void CurlTransfer::socket_closes(curl_socket_t socket) noexcept {
  if (socket != socket_ || closed_) return;
  last_ = socket_totals(socket);
  closed_ = true;
}

// Pausing and going on is the one call that makes libcurl look into its own buffer of a stream.
bool CurlTransfer::rouse() noexcept {
  if (body_bytes_ < large_body || done_ || error_) return false;
  if (paused_) return true;
  curl_easy_pause(easy_, CURLPAUSE_RECV);
  curl_easy_pause(easy_, CURLPAUSE_CONT);
  return true;
}

void CurlTransfer::report_end() noexcept {
  if (!connected_) return;
  if (!sent_reported_) {
    sent_reported_ = true;
    report_connection();
    tap_.request_sent(sent_first_, sent_last_, head_sent_, body_sent_);
  }
  if (socket_ == CURL_SOCKET_BAD) {  // a shared connection, whose events libcurl ascribes to another transfer
    curl_easy_getinfo(easy_, CURLINFO_ACTIVESOCKET, &socket_);
    base_ = engine_->last_totals(socket_);
  }
  if (!closed_) {
    last_ = socket_totals(socket_);
    engine_->set_last_totals(socket_, last_);
  }
  closed_ = true;
  tap_.transport(transport_since(base_, last_));
}

void CurlTransfer::finished(CURLcode result) noexcept {
  if (done_) return;
  report_connection();
  if (result == CURLE_OK) {
    if (!sent_reported_) saw_bytes();
    tap_.response_end(body_bytes_);
  } else if (!error_) {
    error_ = failure(result);
  }
  report_end();
  done_ = true;
}

void CurlTransfer::fail(Error error) {
  if (done_ || error_) return;
  error_ = std::move(error);
  changed.notify();
}

task<> CurlTransfer::watch_deadlines(std::weak_ptr<CurlTransfer> weak, Clock& clock) {
  Instant next_look = clock.now();
  while (true) {
    {
      const std::shared_ptr<CurlTransfer> self = weak.lock();
      if (!self || !self->check_deadlines(clock.now(), next_look)) co_return;
    }
    co_await clock.sleep_until(next_look);
  }
}

// False when the exchange is over or no deadline is set; else when to look again.
bool CurlTransfer::check_deadlines(Instant now, Instant& next_look) {
  if (done_ || error_) return false;
  Instant nearest = Instant::max();
  const auto passed = [&](Instant from, Duration limit, const char* name, const char* what) {
    if (limit == Duration::zero()) return false;
    if (now >= from + limit) {
      fail(Error(ErrorKind::timeout, fmt::format("{}: {} within the {} deadline of {} ms", attempted(), what,
                                                 name, limit.count() / 1'000'000)));
      return true;
    }
    nearest = std::min(nearest, from + limit);
    return false;
  };
  if (passed(started_, deadlines_.total, "total", "no complete response")) return false;
  if (!connected_) {
    if (passed(started_, deadlines_.connect, "connect", "no connection")) return false;
  } else if (!sent_reported_) {
    if (passed(sent_last_, deadlines_.first_byte, "first_byte", "no response byte")) return false;
  } else if (!paused_ && blocks_.empty()) {
    if (passed(last_byte_, deadlines_.between, "between", "no further response byte")) return false;
  }
  // A later phase can bring a nearer deadline: look at least as often as the shortest asks for.
  Duration step = std::chrono::seconds(1);
  for (const Duration limit : {deadlines_.connect, deadlines_.first_byte, deadlines_.between}) {
    if (limit > Duration::zero()) step = std::min(step, limit / 4);
  }
  next_look = std::min(nearest, now + std::max<Duration>(step, std::chrono::milliseconds(1)));
  return true;
}

void CurlTransfer::rethrow() const {
  if (error_) throw Error(*error_);
}

std::string CurlTransfer::attempted() const {
  return "sending " + request_.method + " " + shown_url(request_.url);
}

Error CurlTransfer::failure(CURLcode result) const {
  const std::string_view found = error_text_[0] != '\0' ? error_text_ : curl_easy_strerror(result);
  Error error(curl_error_kind(result, connected_, sent_reported_), fmt::format("{}: {}", attempted(), found));
  if (head_done_) error.with_status(status_);
  return error;
}

}  // namespace aitb::net
