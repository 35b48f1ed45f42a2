// libcurl's multi interface on the lane's event loop: sockets and timer by Asio, no thread.
#pragma once
#include <curl/curl.h>

#include <aitb/task.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <memory>
#include <unordered_map>
#include <vector>

#include "net/streams.hpp"

namespace aitb::net {

class CurlTransfer;

/// One pool of connections. Transfers share its ownership: a replaced pool ends with its last transfer.
/// [lane]
class CurlEngine : public std::enable_shared_from_this<CurlEngine> {
 public:
  CurlEngine(Executor executor, std::size_t max_idle);
  ~CurlEngine();
  CurlEngine(const CurlEngine&) = delete;
  CurlEngine& operator=(const CurlEngine&) = delete;

  void add(const std::shared_ptr<CurlTransfer>& transfer);
  void remove(CurlTransfer& transfer) noexcept;
  /// Something happened to it inside a callback of libcurl: it is told once libcurl has returned.
  void touch(CurlTransfer& transfer);
  /// Tells all that were touched.
  void settle();
  /// From a transfer: body bytes came, of an answer over HTTP/2 that is large. libcurl 7.88 may have read
  /// more from the connection, keep the rest of an answer in a buffer of its stream and look there only at
  /// the connection's next event, which never comes. So large answers are roused when the connection has
  /// become quiet.
  void large_answer_grew() { ++growth_, rouse_soon(); }
  /// Counts the calls into libcurl: bytes of one call came from one readiness event.
  std::uint64_t burst() const noexcept { return burst_; }

  /// TCP_INFO of a connection when its last exchange ended (zeros for a new one), and its new value.
  TransportFact last_totals(curl_socket_t socket) const;
  void set_last_totals(curl_socket_t socket, TransportFact totals);

 private:
  class Watch;
  using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                           asio::wait_traits<std::chrono::steady_clock>, Executor>;

  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) noexcept;
  static int on_timer(CURLM*, long ms, void* self) noexcept;
  void watch(curl_socket_t socket, int what);
  void drive(curl_socket_t socket, int events);
  void wait(std::shared_ptr<Watch> watch, bool read);
  void rouse_soon();
  void rouse_when_quiet(Duration pause);

  friend class CurlTransfer;
  static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept;
  static int close_socket(void* self, curl_socket_t socket) noexcept;

  Executor executor_;
  CURLM* multi_;
  Timer timer_, quiet_;
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::unordered_map<curl_socket_t, TransportFact> totals_;
  std::vector<CurlTransfer*> active_;
  std::vector<std::weak_ptr<CurlTransfer>> touched_;
  std::uint64_t burst_ = 0, growth_ = 0;
  bool settling_soon_ = false, rousing_soon_ = false;
};

}  // namespace aitb::net
