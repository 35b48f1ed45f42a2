// Passes everything on to the real exchange and adds up the bytes of requests and responses on the way.
#pragma once
#include <aitb/exchange.hpp>

namespace searches {

class CountedExchange final : public aitb::Exchange {
 public:
  CountedExchange(aitb::Exchange& to, std::uint64_t& up, std::uint64_t& down)
      : to_(to), up_(up), down_(down) {}

  void connection(const aitb::ConnectionFact& fact) noexcept override { to_.connection(fact); }
  void request_sent(aitb::Instant first, aitb::Instant last, std::size_t head,
                    std::size_t body) noexcept override {
    up_ += head + body;
    to_.request_sent(first, last, head, body);
  }
  void arrived(const aitb::Arrival& arrival) noexcept override { to_.arrived(arrival); }
  void response_head(int status, std::size_t bytes) noexcept override {
    down_ += bytes;
    to_.response_head(status, bytes);
  }
  void response_end(std::size_t bytes) noexcept override {
    down_ += bytes;
    to_.response_end(bytes);
  }
  void transport(const aitb::TransportFact& fact) noexcept override { to_.transport(fact); }
  void request(std::string_view summary, std::size_t bytes) noexcept override { to_.request(summary, bytes); }
  void delta(aitb::Channel channel, std::string_view text) noexcept override { to_.delta(channel, text); }
  void media(aitb::MediaKind kind, std::span<const std::byte> bytes) noexcept override {
    to_.media(kind, bytes);
  }
  void tool_call(const aitb::ToolCall& call) noexcept override { to_.tool_call(call); }
  void usage(const aitb::Usage& usage) noexcept override { to_.usage(usage); }
  void keep_alive() noexcept override { to_.keep_alive(); }
  void done() noexcept override { to_.done(); }
  void finish_reason(std::string_view reason) noexcept override { to_.finish_reason(reason); }
  void identify(std::string_view id, std::string_view model) noexcept override { to_.identify(id, model); }
  void note(std::string_view key, std::string_view value) noexcept override { to_.note(key, value); }
  void bytes(std::uint64_t sent, std::uint64_t received) noexcept override { to_.bytes(sent, received); }

 private:
  aitb::Exchange& to_;
  std::uint64_t &up_, &down_;
};

}  // namespace searches
