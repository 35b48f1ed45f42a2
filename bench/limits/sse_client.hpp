// The least that can measure SSE answers: one thread, epoll, closed loop; stamps every event with the read
// that ended it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/common/summary.hpp"
#include "bench/limits/link.hpp"

namespace bench {

struct ClientPlan {
  int port = 0;
  int streams = 1;
  int tokens = 100;  ///< asked for in each answer
  bool tls = false;
  double warmup_s = 1, measure_s = 5;
  std::int64_t spread = 0;         ///< ns over which the streams' first requests are spread
  std::int64_t ttft = 0, itl = 0;  ///< what the server is set to, for the lateness
  bool keep_arrivals = false;
  bool spin = false;  ///< never sleeps, so that no server pays for waking it
};

/// Arrivals of one answer's tokens, in order.
struct AnswerLog {
  std::string id;
  std::int64_t sent = 0;
  std::vector<std::int64_t> arrivals;
};

class SseClient {
 public:
  explicit SseClient(ClientPlan plan);
  ~SseClient();
  /// Connects, warms up, measures. Throws when the server refuses or answers with anything but 200.
  void run();

  // Of the measuring time only.
  std::uint64_t answers = 0, events = 0, tokens = 0, reads = 0, bytes = 0;
  double seconds = 0, cpu_seconds = 0;
  Summary ttft_ms, itl_ms, lateness_ms, one_way_ms;  ///< itl: one mean an answer; one-way: of stamped events
  std::vector<AnswerLog> logs;

 private:
  struct Stream {
    Link link;
    std::string rest;  ///< of the last read: an event that has not ended
    AnswerLog log;
    bool head_seen = false;
    int tokens = 0;
    std::int64_t first = 0, last = 0;
  };

  std::int64_t start_time(std::int64_t begin, std::size_t stream) const;
  void connect_all();
  void start(Stream& stream);
  void receive(Stream& stream);
  void take(Stream& stream, std::string_view bytes, std::int64_t at);
  void take_event(Stream& stream, std::string_view event, std::int64_t at);
  void end_answer(Stream& stream);

  ClientPlan plan_;
  TlsContext tls_;
  int epoll_ = -1;
  bool measuring_ = false;
  std::string request_;
  std::vector<Stream> streams_;
};

}  // namespace bench
