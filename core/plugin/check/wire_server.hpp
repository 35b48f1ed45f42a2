// A server on the check's own lane that sends given bytes, cut, stalled or reset where the check wants it.
#pragma once
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <vector>

#include <aitb/task.hpp>

namespace aitb::core::check {

/// What the server does with a request once it has read it.
class WirePlan {
 public:
  enum class End { close, reset, stall };
  std::string bytes;      ///< the whole HTTP response
  std::size_t piece = 0;  ///< send in pieces of this size, giving the client a turn after each; 0: at once
  std::size_t stop_after = std::string::npos;  ///< bytes to send before the end
  End end = End::close;                        ///< how it ends
};

class WireRequest {
 public:
  std::string line;  ///< "POST /v1/chat/completions HTTP/1.1"
  std::string head, body;
};

class WireServer {
 public:
  /// Listens on a free port of the loopback; serves connections one after the other until destroyed.
  WireServer(asio::io_context& lane, WirePlan plan);
  ~WireServer();
  std::string url() const;
  const std::vector<WireRequest>& requests() const;

 private:
  struct State;
  static task<> accept(std::shared_ptr<State> state);
  static task<> serve(std::shared_ptr<State> state, std::size_t index);
  std::shared_ptr<State> state_;
};

}  // namespace aitb::core::check
