// An Exchange that keeps every call in order, for tests of providers.
#pragma once
#include <string>
#include <vector>

#include <aitb/exchange.hpp>

namespace aitb::inline v1::testing {

/// One call as a word and what it said: {"delta answer", "Hello"}, {"usage", "in=3 out=5"}, {"done", ""}.
class RecordedCall {
 public:
  RecordedCall(std::string what, std::string text);
  bool operator==(const RecordedCall&) const = default;
  std::string what;
  std::string text;
};

/// For gtest's messages.
void PrintTo(const RecordedCall& call, std::ostream* out);

class RecordingExchange final : public Exchange {
 public:
  RecordingExchange();
  ~RecordingExchange();

  /// Every call of Exchange's own methods; the tap's are below, since their numbers differ from run to run.
  std::vector<RecordedCall> calls;
  /// All pieces of one channel joined.
  std::string text(Channel channel) const;
  /// How often a call of this word was made.
  int count(std::string_view what) const;

  std::vector<ConnectionFact> connections;
  std::vector<Arrival> arrivals;
  std::vector<TransportFact> transports;
  std::vector<ToolCall> tool_calls;
  std::vector<Usage> usages;
  std::vector<int> statuses;
  int requests_sent = 0, response_ends = 0;
  std::size_t head_up = 0, body_up = 0, head_down = 0, body_down = 0;

  void connection(const ConnectionFact& fact) noexcept override;
  void request_sent(Instant first, Instant last, std::size_t head_bytes,
                    std::size_t body_bytes) noexcept override;
  void arrived(const Arrival& arrival) noexcept override;
  void response_head(int status, std::size_t head_bytes) noexcept override;
  void response_end(std::size_t body_bytes) noexcept override;
  void transport(const TransportFact& fact) noexcept override;

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
};

}  // namespace aitb::inline v1::testing
