#include "bench/limits/sse_server.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "bench/common/clock.hpp"

namespace bench {
namespace {

constexpr std::string_view stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";

/// As long as the real service's, head and body.
const std::string& short_answer() {
  static const std::string answer = [] {
    const std::string body = R"({
  "id": "chatcmpl-00000000000000000000000000000",
  "object": "chat.completion",
  "created": 1763700000,
  "model": "gpt-4o",
  "choices": [
    {
      "index": 0,
      "message": {
        "role": "assistant",
        "content": "Hello there now",
        "refusal": null,
        "annotations": []
      },
      "logprobs": null,
      "finish_reason": "length"
    }
  ],
  "usage": {
    "prompt_tokens": 8,
    "completion_tokens": 3,
    "total_tokens": 11,
    "prompt_tokens_details": {
      "cached_tokens": 0,
      "audio_tokens": 0
    },
    "completion_tokens_details": {
      "reasoning_tokens": 0,
      "audio_tokens": 0,
      "accepted_prediction_tokens": 0,
      "rejected_prediction_tokens": 0
    }
  },
  "service_tier": "default",
  "system_fingerprint": "fp_0123456789"
}
)";
    return "HTTP/1.1 200 OK\r\nx-request-id: req_00000000000000000000000000000000\r\n"
           "x-ratelimit-limit-requests: 30000\r\nx-ratelimit-remaining-requests: 29999\r\n"
           "x-ratelimit-reset-requests: 2ms\r\nx-ratelimit-limit-tokens: 150000000\r\n"
           "x-ratelimit-remaining-tokens: 149999989\r\nx-ratelimit-reset-tokens: 0ms\r\n"
           "openai-version: 2020-10-01\r\nopenai-processing-ms: 1\r\nContent-Type: application/json\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
  }();
  return answer;
}

/// The number after `"key":`, or 0.
int number_after(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == text.npos) return 0;
  const auto digit = text.find_first_of("0123456789", at + key.size());
  return digit == text.npos ? 0 : std::atoi(text.data() + digit);
}

std::size_t content_length(std::string_view head) {
  constexpr std::string_view name = "content-length:";
  for (std::size_t at = 0; (at = head.find("\r\n", at)) != head.npos;) {
    at += 2;
    if (::strncasecmp(head.data() + at, name.data(), name.size()) == 0)
      return std::strtoul(head.data() + at + name.size(), nullptr, 10);
  }
  return 0;
}

}  // namespace

SseServer::SseServer(ServerPlan plan) : plan_(plan), listener_(listen_on(plan.port)) {
  if (listener_ < 0) throw std::runtime_error("cannot listen on port " + std::to_string(plan.port));
  if (plan.tls) tls_ = tls_server();
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  alarm_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  watch(listener_, EPOLLIN, EPOLL_CTL_ADD);
  watch(alarm_, EPOLLIN, EPOLL_CTL_ADD);
}

SseServer::~SseServer() {
  for (int handle : {listener_, epoll_, alarm_}) ::close(handle);
}

void SseServer::run(const std::atomic<bool>& stop) {
  std::vector<epoll_event> ready(4096);
  while (!stop) {
    set_alarm();
    const int n = ::epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), 200);
    for (int i = 0; i < n; ++i) {
      const auto [flags, data] = ready[static_cast<std::size_t>(i)];
      if (data.fd == listener_) {
        accept_all();
      } else if (data.fd == alarm_) {
        std::uint64_t expirations;
        if (::read(alarm_, &expirations, sizeof expirations) > 0) armed_ = 0;
      } else if (auto& stream = streams_[static_cast<std::size_t>(data.fd)]) {
        bool alive = !(flags & EPOLLOUT) || flush(*stream);
        if (alive && (flags & (EPOLLIN | EPOLLHUP | EPOLLERR))) alive = read_requests(*stream);
        if (!alive) drop(data.fd);
      }
    }
    send_due();
  }
}

void SseServer::watch(int socket, std::uint32_t flags, int operation) {
  epoll_event event{};
  event.events = flags;
  event.data.fd = socket;
  ::epoll_ctl(epoll_, operation, socket, &event);
}

void SseServer::accept_all() {
  for (;;) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) return;
    const auto index = static_cast<std::size_t>(socket);
    if (index >= streams_.size()) streams_.resize(index + 1000);
    streams_[index] = std::make_unique<Stream>();
    streams_[index]->link = Link(socket, tls_.get(), true);
    watch(socket, EPOLLIN, EPOLL_CTL_ADD);
  }
}

bool SseServer::read_requests(Stream& stream) {
  static std::array<char, 65536> buffer;
  for (;;) {
    const long n = stream.link.read(buffer);
    if (n == Link::closed) return false;
    if (n == Link::again) break;
    stream.in.append(buffer.data(), static_cast<std::size_t>(n));
    if (!stream.link.must_drain() && static_cast<std::size_t>(n) < buffer.size()) break;
  }
  return answer_next(stream);
}

/// Takes one whole request, if there is one and no answer is running, and begins its answer.
bool SseServer::answer_next(Stream& stream) {
  while (stream.answer == 0) {
    const auto head_end = stream.in.find("\r\n\r\n");
    if (head_end == std::string::npos) return true;
    const std::string_view head(stream.in.data(), head_end + 2);
    const std::size_t size = head_end + 4 + content_length(head);
    if (stream.in.size() < size) return true;
    const std::string_view body(stream.in.data() + head_end + 4, size - head_end - 4);
    const bool streaming = body.find("\"stream\":true") != body.npos;
    int tokens = number_after(body, "\"max_completion_tokens\"");
    if (tokens == 0) tokens = number_after(body, "\"max_tokens\"");
    stream.in.erase(0, size);
    if (stream.in.empty()) stream.in.shrink_to_fit();
    ++answers;
    if (!streaming) {
      stream.out += short_answer();
      if (!flush(stream)) return false;
      continue;
    }
    stream.answer = answers;
    stream.left = tokens > 0 ? tokens : plan_.tokens;
    stream.out += stream_head;
    if (plan_.ttft == 0 && plan_.itl == 0) {
      if (!send_all_tokens(stream)) return false;
      continue;
    }
    stream.next = now_ns() + plan_.ttft;
    due_.push({stream.next, stream.link.socket(), stream.answer});
    if (!flush(stream)) return false;
  }
  return true;
}

bool SseServer::send_all_tokens(Stream& stream) {
  while (stream.left > 0) {
    put_token(stream);
    if (!plan_.coalesce && !flush(stream)) return false;
  }
  stream.answer = 0;
  return flush(stream);
}

void SseServer::put_token(Stream& stream) {
  StampedEvent& event = --stream.left == 0 ? last_token_ : token_;
  stream.out += event.at(stream.answer, now_ns());
  ++events;
}

bool SseServer::flush(Stream& stream) {
  while (stream.out_at < stream.out.size()) {
    const long n = stream.link.write(std::string_view(stream.out).substr(stream.out_at));
    if (n == Link::closed) return false;
    if (n == Link::again) {
      if (!stream.waits_for_room) watch(stream.link.socket(), EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
      stream.waits_for_room = true;
      return true;
    }
    stream.out_at += static_cast<std::size_t>(n);
  }
  stream.out.clear();
  stream.out_at = 0;
  if (stream.waits_for_room) watch(stream.link.socket(), EPOLLIN, EPOLL_CTL_MOD);
  stream.waits_for_room = false;
  return true;
}

void SseServer::send_due() {
  constexpr std::size_t kept = 8'000'000;
  for (std::int64_t now = now_ns(); !due_.empty() && due_.top().at <= now; now = now_ns()) {
    const Due due = due_.top();
    due_.pop();
    Stream* stream = streams_[static_cast<std::size_t>(due.socket)].get();
    if (!stream || stream->answer != due.answer) continue;
    if (lateness_us.size() < kept) lateness_us.add(static_cast<double>(now - due.at) / 1e3);
    put_token(*stream);
    bool alive = flush(*stream);
    if (stream->left > 0) {
      stream->next += plan_.itl;
      due_.push({stream->next, due.socket, due.answer});
    } else {
      stream->answer = 0;
      alive = alive && answer_next(*stream);
    }
    if (!alive) drop(due.socket);
  }
}

void SseServer::set_alarm() {
  if (due_.empty() || due_.top().at == armed_) return;
  armed_ = due_.top().at;
  itimerspec alarm{};
  alarm.it_value.tv_sec = armed_ / 1'000'000'000;
  alarm.it_value.tv_nsec = armed_ % 1'000'000'000;
  ::timerfd_settime(alarm_, TFD_TIMER_ABSTIME, &alarm, nullptr);
}

void SseServer::drop(int socket) { streams_[static_cast<std::size_t>(socket)].reset(); }

}  // namespace bench
