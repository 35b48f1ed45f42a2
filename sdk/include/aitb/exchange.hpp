// One request and its response while it happens: what a provider and the net services write to, and nobody
// reads.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <aitb/api.hpp>
#include <aitb/message.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1 {

/// One read from the transport: when user space had the bytes, and when the kernel received the last of them.
class AITB_API Arrival {
 public:
  Arrival() = default;
  Arrival(Instant when, std::optional<Instant> kernel_when, std::size_t count)
      : at(when), kernel(kernel_when), bytes(count) {}
  Instant at{};
  std::optional<Instant>
      kernel;  ///< software receive timestamp (SO_TIMESTAMPING) on the monotonic axis, if available
  std::size_t bytes = 0;  ///< plain-text bytes given to the reader
};

/// How the connection came about. Steps that did not happen are nullopt (all of them on a kept connection).
class AITB_API ConnectionFact {
 public:
  ConnectionFact();
  std::optional<Instant> dns_done;
  std::optional<Instant> tcp_done;
  std::optional<Instant> tls_done;
  bool reused = false;
  std::string local;  ///< "127.0.0.1:50412" ("[::1]:50412")
  std::string remote;
  std::string tls;       ///< "TLSv1.3 TLS_AES_256_GCM_SHA384", empty without TLS
  std::string protocol;  ///< "http/1.1", "h2", "websocket", "stdio"
};

/// Transport truth of one exchange: bytes of TCP payload (TLS included) between its first and its last byte,
/// and what TCP_INFO counted meanwhile. Absent is nullopt.
class AITB_API TransportFact {
 public:
  TransportFact();
  std::uint64_t sent = 0;  ///< TCP payload bytes, uplink, TLS handshake included when it was ours
  std::uint64_t received = 0;
  std::uint64_t sent_offset = 0;  ///< position of the exchange's first byte in the connection's stream
  std::uint64_t received_offset = 0;
  std::optional<std::uint64_t> segments_out, segments_in;  ///< tcpi_segs_out/in differences
  std::optional<std::uint64_t> data_segments_out, data_segments_in;
  std::optional<std::uint64_t> retransmits;  ///< tcpi_total_retrans difference
  std::optional<std::uint64_t> rtt_us, rtt_var_us, min_rtt_us, congestion_window, mss;
};

/// Where the net services report what happened to the bytes. [lane]; never blocks, never throws.
class AITB_API Tap {
 public:
  virtual void connection(const ConnectionFact& fact) noexcept = 0;
  /// First and last byte of the request accepted by the kernel; sizes as written in HTTP (L7).
  virtual void request_sent(Instant first, Instant last, std::size_t head_bytes,
                            std::size_t body_bytes) noexcept = 0;
  /// Every read that brought response bytes, before they are parsed. What follows until the next call came
  /// with it.
  virtual void arrived(const Arrival& arrival) noexcept = 0;
  virtual void response_head(int status, std::size_t head_bytes) noexcept = 0;
  /// End of the response: L7 body bytes with framing (chunk headers, WebSocket headers), before content
  /// decoding.
  virtual void response_end(std::size_t body_bytes) noexcept = 0;
  virtual void transport(const TransportFact& fact) noexcept = 0;

 protected:
  ~Tap() = default;
};

/// [any] A tap that ignores everything, for traffic that is not measured.
AITB_API Tap& no_tap() noexcept;

enum class Channel : std::uint8_t { answer, reasoning, refusal, tool_call, transcript };

/// One request and its response, live and write-only. Made and owned by the session, which stamps every call:
/// with the arrival that the tap reported last, or with now() where no net service of the host was used. All
/// methods: [lane], never block, never throw.
class AITB_API Exchange : public Tap {
 public:
  /// What is about to be sent, for the trace; `bytes` is the content size (prompt text and media, not JSON).
  virtual void request(std::string_view summary, std::size_t bytes) noexcept = 0;
  /// A piece of generated text; an empty piece is recorded as a role chunk and never counts as a token.
  virtual void delta(Channel channel, std::string_view text) noexcept = 0;
  /// A piece of generated media, decoded.
  virtual void media(MediaKind kind, std::span<const std::byte> bytes) noexcept = 0;
  /// A complete tool call (its streamed pieces were given to delta(Channel::tool_call, …)).
  virtual void tool_call(const ToolCall& call) noexcept = 0;
  virtual void usage(const Usage& usage) noexcept = 0;
  /// SSE comment or other sign of life without content.
  virtual void keep_alive() noexcept = 0;
  /// The stream's own end marker ("[DONE]"), before the transport's end.
  virtual void done() noexcept = 0;
  /// "stop", "length", "tool_calls", …, as the service says it.
  virtual void finish_reason(std::string_view reason) noexcept = 0;
  /// The service's id of the response, and the model that it says answered.
  virtual void identify(std::string_view response_id, std::string_view model) noexcept = 0;
  /// Anything else worth a place in the record's metadata.
  virtual void note(std::string_view key, std::string_view value) noexcept = 0;
  /// The connection's bytes for providers that do not use the host's net services; method `reported`.
  virtual void bytes(std::uint64_t sent, std::uint64_t received) noexcept = 0;

 protected:
  ~Exchange() = default;
};

}  // namespace aitb::inline v1
