// The times of one exchange as figures: worked out once a record, used by every part of the metrics.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include <aitb/record.hpp>

namespace aitb::core {

/// Milliseconds between two instants.
inline double to_ms(Duration d) noexcept { return static_cast<double>(d.count()) / 1e6; }
std::optional<double> ms_between(std::optional<Instant> from, std::optional<Instant> to) noexcept;

/// Everything is nullopt where the step did not happen or was not seen.
struct ExchangeTimes {
  explicit ExchangeTimes(const Record& record);

  std::optional<Instant> start;  ///< first request byte, else dispatch
  std::optional<double> ttft, ttft_reasoning, ttft_answer, ttft_tool_call, ttft_audio;  // ms
  std::optional<double> ttft_with_connect, ttfb, ttlt, latency, itl_mean;               // ms
  const Chunk* first = nullptr;  ///< first and last generated chunk, inside the record
  const Chunk* last = nullptr;
  std::uint64_t chunks = 0;         ///< generated
  std::uint64_t reads = 0;          ///< reads that brought them
  std::uint64_t tokens = 0;         ///< counted, in generated chunks
  std::uint64_t content_bytes = 0;  ///< of generated chunks
  std::vector<double> gaps;         ///< ms, between generated chunks
  // The same by the kernel's receive times, where those are known; chunks of one read share its newest
  // bytes'.
  std::optional<double> kernel_ttft;
  std::vector<double> kernel_gaps;
};

}  // namespace aitb::core
