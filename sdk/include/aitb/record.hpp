// The immutable fact that remains of an exchange, and of a session. Plain data: sinks store it, metrics read
// it.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/error.hpp>
#include <aitb/exchange.hpp>
#include <aitb/message.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1 {

/// What one arrival of response content was.
enum class ChunkKind : std::uint8_t {
  role,
  keep_alive,
  reasoning,
  content,
  tool_call,
  refusal,
  transcript,
  audio,
  image,
  usage,
  done,
  error
};
AITB_API std::string_view to_string(ChunkKind kind) noexcept;
/// True for the kinds that carry generated payload: only these count for TTFT, TTLT and gaps.
constexpr bool generated(ChunkKind kind) noexcept {
  return kind == ChunkKind::reasoning || kind == ChunkKind::content || kind == ChunkKind::tool_call ||
         kind == ChunkKind::refusal || kind == ChunkKind::transcript || kind == ChunkKind::audio ||
         kind == ChunkKind::image;
}

class AITB_API Chunk {
 public:
  Chunk() = default;
  Instant at{};                      ///< e[i]: the read that completed it, before parsing
  std::int32_t kernel_lead_ns = -1;  ///< at − kernel receive time; −1 unknown
  std::uint32_t read_id = 0;         ///< chunks with equal id came in one read
  std::uint32_t bytes = 0;           ///< content bytes
  std::uint16_t tokens = 0;          ///< by our tokenizer; 0 until counted, or not generated
  ChunkKind kind = ChunkKind::content;
};

/// A11's classes, so that means are never taken over unlike things.
enum class RecordClass : std::uint8_t { primary, tool, computer_action, connection, search, packet };
AITB_API std::string_view to_string(RecordClass klass) noexcept;
AITB_API std::optional<RecordClass> parse_record_class(std::string_view name) noexcept;

/// Where in the plan something happened.
class AITB_API Place {
 public:
  Place();
  std::string scenario;
  std::string profile;
  std::string session_id;  ///< unique in the run and the same when the run is resumed
  int cell = 0;            ///< index of scenario × profile in the plan
  int run_index = 0;       ///< repetition, from 0
  int user = 0;            ///< simulated user (load), from 0
  int turn_index = 0;      ///< user prompt, from 0; −1 connection
  bool warmup = false;
};

/// One attempt of one request. Times are monotonic; nullopt where the step did not happen or was not seen.
class AITB_API Record {
 public:
  Record();

  Place place;
  RecordClass klass = RecordClass::primary;
  std::string provider, model;  ///< as configured
  std::string operation;        ///< "chat", "image", "tool:NAME", …
  int exchange_index = 0;       ///< order in its session, from 0
  int attempt = 1;              ///< from 1; only the last attempt of an exchange has final = true
  bool final = true;
  bool streaming = false;

  // times (metrics.md §1)
  std::optional<Instant> scheduled, dispatched, dns_done, tcp_done, tls_done;
  std::optional<Instant> sent_first, sent_last, received_first, end;
  std::int64_t wall_start_ns = 0;  ///< wall time of `dispatched`
  bool reused = false;

  // bytes, per layer and direction; never mixed (design §5). nullopt: not measured.
  std::optional<std::uint64_t> content_up, content_down;
  std::optional<std::uint64_t> l7_up, l7_down;  ///< HTTP head + body with framing
  std::optional<TransportFact> transport;
  std::string transport_method;  ///< "measured" (tap), "reported" (provider), "" (none)
  ConnectionFact connection;

  // outcome
  bool success = false;
  std::optional<ErrorKind> error_kind;
  std::string error;               ///< sentence, secrets removed
  std::string error_code;          ///< the vendor's
  std::optional<int> http_status;  ///< nullopt: no response head
  std::optional<Duration> retry_after;
  std::string finish_reason, response_id, response_model;

  // tokens: three counters, never merged
  Usage usage;  ///< reported
  std::optional<std::int64_t> counted_in, counted_out;
  std::string count_method;  ///< "counted:o200k_base", "estimated:o200k_base", ""

  // tools
  int tool_calls = 0;
  std::string tool_name;  ///< class tool
  std::optional<std::uint64_t> tool_bytes_up, tool_bytes_down;

  std::vector<Chunk> chunks;
  std::string request_text, response_text, reasoning_text, tool_text;  ///< kept for counting and traces
  boost::json::object notes;

  // link in force
  std::string link;  ///< "not shaped", or "asked … verified …"
};

/// How a session (one repetition of a cell by one user) ended.
class AITB_API SessionFact {
 public:
  SessionFact();
  Place place;
  std::optional<Instant> scheduled;
  Instant start{}, end{};
  std::int64_t wall_start_ns = 0;
  bool success = false;
  std::optional<ErrorKind> error_kind;
  std::string error;
  int turns = 0;
  std::string provider, model;
  boost::json::object notes;  ///< what the scenario says of the session as a whole
};

}  // namespace aitb::inline v1
