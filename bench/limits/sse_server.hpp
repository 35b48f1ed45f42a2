// The least that can serve paced SSE answers: one thread, epoll, absolute deadlines, one send per token.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <queue>
#include <string>
#include <vector>

#include "bench/common/summary.hpp"
#include "bench/limits/link.hpp"
#include "bench/limits/stamped_event.hpp"

namespace bench {

struct ServerPlan {
  int port = 0;
  std::int64_t ttft = 0, itl = 0;  ///< ns; both 0: an answer leaves as fast as the peer takes it
  int tokens = 100;                ///< of an answer whose request does not say
  bool coalesce = false;           ///< unpaced answers in one send instead of one a token
  bool tls = false;
};

class SseServer {
 public:
  explicit SseServer(ServerPlan plan);
  ~SseServer();
  /// Serves until `stop` is set.
  void run(const std::atomic<bool>& stop);

  std::uint64_t answers = 0, events = 0;
  Summary lateness_us;  ///< of sends, against their deadlines

 private:
  /// A connection, and the answer that runs on it.
  struct Stream {
    Link link;
    std::string in, out;
    std::size_t out_at = 0;
    std::uint64_t answer = 0;  ///< 0: none
    std::int64_t next = 0;
    int left = 0;
    bool waits_for_room = false;
  };
  struct Due {
    std::int64_t at;
    int socket;
    std::uint64_t answer;
    bool operator<(const Due& other) const { return at > other.at; }  // the queue's top is the earliest
  };

  void watch(int socket, std::uint32_t flags, int operation);
  void accept_all();
  bool read_requests(Stream& stream);
  bool answer_next(Stream& stream);
  bool send_all_tokens(Stream& stream);
  void put_token(Stream& stream);
  bool flush(Stream& stream);
  void send_due();
  void set_alarm();
  void drop(int socket);

  ServerPlan plan_;
  TlsContext tls_;
  int listener_ = -1, epoll_ = -1, alarm_ = -1;
  std::int64_t armed_ = 0;
  std::vector<std::unique_ptr<Stream>> streams_;  ///< by socket
  std::priority_queue<Due> due_;
  StampedEvent token_{false}, last_token_{true};
};

}  // namespace bench
