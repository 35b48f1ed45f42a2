#include "bench/limits/sse_client.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <string>

#include "bench/common/clock.hpp"
#include "bench/limits/stamped_event.hpp"

namespace bench {
namespace {

std::string make_request(int tokens) {
  const std::string body =
      R"({"model":"gpt-4o","messages":[{"role":"user","content":"Tell me a long story about the sea and the wind and )"
      R"(the ships that sail there."}],"stream":true,"max_completion_tokens":)" +
      std::to_string(tokens) + "}";
  return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
         "test\r\nContent-Type: application/json\r\n"
         "Accept: text/event-stream\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

double ms(std::int64_t ns) { return static_cast<double>(ns) / 1e6; }

}  // namespace

SseClient::SseClient(ClientPlan plan)
    : plan_(plan), epoll_(::epoll_create1(EPOLL_CLOEXEC)), request_(make_request(plan.tokens)) {
  if (plan.tls) tls_ = tls_client();
}

SseClient::~SseClient() { ::close(epoll_); }

void SseClient::run() {
  connect_all();
  const std::int64_t begin = now_ns();
  std::int64_t window_begin = begin + plan_.spread + from_ms(plan_.warmup_s * 1e3);
  const std::int64_t window_end = window_begin + from_ms(plan_.measure_s * 1e3);
  double cpu_before = 0;
  std::size_t started = 0;
  std::vector<epoll_event> ready(4096);
  std::int64_t now = begin;
  for (; now < window_end; now = now_ns()) {
    while (started < streams_.size() && start_time(begin, started) <= now) {
      start(streams_[started++]);
    }
    if (!measuring_ && now >= window_begin) {
      measuring_ = true;
      window_begin = now;
      cpu_before = own_cpu_seconds();
    }
    // Each stream begins at its own moment: begun in groups, they would share wake-ups to the end.
    const std::int64_t until = started < streams_.size() ? start_time(begin, started) : now + from_ms(20);
    timespec wait{};
    if (!plan_.spin) wait.tv_nsec = std::clamp<std::int64_t>(until - now_ns(), 0, from_ms(20));
    const int n = ::epoll_pwait2(epoll_, ready.data(), static_cast<int>(ready.size()), &wait, nullptr);
    if (n < 0 && errno != EINTR) {
      throw std::runtime_error(
          std::string("waiting for the server's answers (epoll_pwait2, Linux 5.11 or later): ") +
          std::strerror(errno));
    }
    for (int i = 0; i < n; ++i) receive(streams_[ready[static_cast<std::size_t>(i)].data.u32]);
  }
  seconds = static_cast<double>(now - window_begin) / 1e9;
  cpu_seconds = own_cpu_seconds() - cpu_before;
}

std::int64_t SseClient::start_time(std::int64_t begin, std::size_t stream) const {
  return begin + plan_.spread * static_cast<std::int64_t>(stream) / plan_.streams;
}

void SseClient::connect_all() {
  streams_.resize(static_cast<std::size_t>(plan_.streams));
  for (std::uint32_t i = 0; i < streams_.size(); ++i) {
    const int socket = connect_to(plan_.port);
    if (socket < 0)
      throw std::runtime_error("cannot connect stream " + std::to_string(i) + " to port " +
                               std::to_string(plan_.port));
    streams_[i].link = Link(socket, tls_.get(), false);
    if (!streams_[i].link.handshake()) throw std::runtime_error("the TLS handshake failed");
    set_nonblocking(socket);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = i;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
  }
}

void SseClient::start(Stream& stream) {
  stream.rest.clear();
  stream.log = AnswerLog();
  stream.head_seen = false;
  stream.tokens = 0;
  stream.log.sent = now_ns();
  if (stream.link.write(request_) != static_cast<long>(request_.size()))
    throw std::runtime_error("a request was not taken whole");
}

void SseClient::receive(Stream& stream) {
  static std::array<char, 262144> buffer;
  do {
    const long n = stream.link.read(buffer);
    if (n == Link::again) return;
    if (n == Link::closed) throw std::runtime_error("the server closed a connection");
    const std::int64_t at = now_ns();
    if (measuring_) {
      ++reads;
      bytes += static_cast<std::uint64_t>(n);
    }
    const std::string_view fresh(buffer.data(), static_cast<std::size_t>(n));
    if (stream.rest.empty()) {
      take(stream, fresh, at);
    } else {
      std::string whole;
      whole.swap(stream.rest);
      whole += fresh;
      take(stream, whole, at);
    }
  } while (stream.link.must_drain());
}

/// Events end with an empty line; HTTP's chunk sizes between them are not looked at, but for the last.
void SseClient::take(Stream& stream, std::string_view text, std::int64_t at) {
  if (!stream.head_seen && text.size() >= 12) {
    if (text.substr(9, 3) != "200")
      throw std::runtime_error("the server answered: " + std::string(text.substr(0, 200)));
    stream.head_seen = true;
  }
  for (std::size_t end; (end = text.find("\n\n")) != text.npos;) {
    take_event(stream, text.substr(0, end), at);
    text.remove_prefix(end + 2);
  }
  if (text.ends_with("\r\n0\r\n\r\n")) {
    end_answer(stream);
    start(stream);
  } else {
    stream.rest = text;
  }
}

void SseClient::take_event(Stream& stream, std::string_view event, std::int64_t at) {
  if (event.find("data: {") == event.npos) return;
  if (measuring_) ++events;
  constexpr std::string_view content = "\"content\":\"";
  const auto text = event.find(content);
  if (text == event.npos || event[text + content.size()] == '"')
    return;  // role, finish and usage are no tokens

  if (plan_.keep_arrivals) {
    if (stream.log.arrivals.empty()) {
      const auto id = event.find("\"id\":\"") + 6;
      stream.log.id = event.substr(id, event.find('"', id) - id);
    }
    stream.log.arrivals.push_back(at);
  }
  const std::int64_t due = stream.log.sent + plan_.ttft + plan_.itl * stream.tokens;
  if (stream.tokens++ == 0) stream.first = at;
  stream.last = at;
  if (!measuring_) return;
  ++tokens;
  lateness_ms.add(ms(at - due));
  if (stream.tokens == 1) ttft_ms.add(ms(at - stream.log.sent));
  const auto stamp = event.find(StampedEvent::stamp_mark);
  if (stamp != event.npos) {
    const std::int64_t sent =
        std::strtoll(event.data() + stamp + StampedEvent::stamp_mark.size(), nullptr, 10);
    if (sent > 0) one_way_ms.add(ms(at - sent));
  }
}

void SseClient::end_answer(Stream& stream) {
  if (!measuring_) return;
  ++answers;
  if (stream.tokens > 1) itl_ms.add(ms(stream.last - stream.first) / (stream.tokens - 1));
  if (plan_.keep_arrivals) logs.push_back(std::move(stream.log));
}

}  // namespace bench
