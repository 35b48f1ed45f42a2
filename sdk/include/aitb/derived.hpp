// What follows from a record by arithmetic alone, so that every sink and every metric gets the same figure.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include <aitb/api.hpp>
#include <aitb/record.hpp>

namespace aitb::inline v1 {

/// [any] e[f] and e[l]: the first and last chunk with generated payload; nullptr if there is none. Role-only
/// and empty deltas never count.
AITB_API const Chunk* first_generated(const Record& record) noexcept;
AITB_API const Chunk* last_generated(const Record& record) noexcept;

/// [any] Where latencies begin: the first request byte accepted by the kernel, or the dispatch where no byte
/// was seen (providers without the host's net services, exchanges that failed before sending).
AITB_API std::optional<Instant> request_start(const Record& record) noexcept;
/// [any] Wall time (epoch seconds) of a monotonic instant of this record; nullopt without a wall anchor.
AITB_API std::optional<double> wall_seconds(const Record& record, Instant at) noexcept;

/// [any] Tokens as reported, else as counted, else nothing. The counters themselves are never mixed.
AITB_API std::optional<std::int64_t> tokens_in(const Record& record) noexcept;
AITB_API std::optional<std::int64_t> tokens_out(const Record& record) noexcept;
/// [any] "reported", "counted" or "estimated" for the two above; empty if there are no tokens.
AITB_API std::string_view token_source(const Record& record) noexcept;

/// IP bytes of an exchange, estimated from what TCP_INFO counted.
class AITB_API IpEstimate {
 public:
  IpEstimate(std::uint64_t up_, std::uint64_t down_) : up(up_), down(down_) {}
  static constexpr std::string_view method = "estimated:tcp_info_segments";
  std::uint64_t up, down;
};
/// [any] TCP payload + segments × (IP header + 32 bytes of TCP header with timestamps) + retransmits × MSS;
/// nullopt where the segments were not counted.
AITB_API std::optional<IpEstimate> estimated_ip_bytes(const Record& record) noexcept;

}  // namespace aitb::inline v1
