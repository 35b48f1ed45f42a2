// The host's Exchange: stamps what a provider and the net services say, and becomes a Record and a Reply.
#pragma once
#include <string>

#include <aitb/exchange.hpp>
#include <aitb/record.hpp>
#include <aitb/scenario.hpp>

namespace aitb::core {

/// One attempt. Lives on its lane; finish() is called once, after the provider's coroutine has ended.
class LiveExchange final : public Exchange {
 public:
  LiveExchange(Clock& clock, Record start);

  // Tap
  void connection(const ConnectionFact& fact) noexcept override;
  void request_sent(Instant first, Instant last, std::size_t head_bytes,
                    std::size_t body_bytes) noexcept override;
  void arrived(const Arrival& arrival) noexcept override;
  void response_head(int status, std::size_t head_bytes) noexcept override;
  void response_end(std::size_t body_bytes) noexcept override;
  void transport(const TransportFact& fact) noexcept override;

  // Exchange
  void request(std::string_view summary, std::size_t bytes) noexcept override;
  void delta(Channel channel, std::string_view text) noexcept override;
  void media(MediaKind kind, std::span<const std::byte> bytes) noexcept override;
  void tool_call(const ToolCall& call) noexcept override;
  void usage(const Usage& usage) noexcept override;
  void keep_alive() noexcept override;
  void done() noexcept override;
  void finish_reason(std::string_view reason) noexcept override;
  void identify(std::string_view response_id, std::string_view model) noexcept override;
  void note(std::string_view key, std::string_view value) noexcept override;
  void bytes(std::uint64_t sent, std::uint64_t received) noexcept override;

  /// Ends the exchange: `failure` is nullptr or what the provider threw. `reply` gets what came.
  Record finish(const Error* failure, Reply& reply);

 private:
  Chunk& add(ChunkKind kind, std::size_t bytes) noexcept;
  Instant stamp() const noexcept;

  // First what every arrival touches: where it begins, the net services have it fetched ahead.
  std::uint32_t read_id_ = 0;
  bool arrived_ = false, ended_ = false;
  Arrival arrival_;
  Clock& clock_;
  Record record_;
  // What a Reply has and a Record has not.
  std::string refusal_;
  std::vector<ToolCall> tool_calls_;
  std::vector<Part> media_;
};

}  // namespace aitb::core
