// Stream as the asynchronous stream that Beast's WebSocket wants, counting and stamping all that passes.
#pragma once
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/role.hpp>
#include <memory>
#include <string>

#include <aitb/api.hpp>
#include <aitb/stream.hpp>

#include "net/websocket_frames.hpp"

namespace aitb::net {

/// One read and one write at a time. Everything but the two initiating templates is compiled once.
class AITB_API StreamAdapter {
 public:
  using executor_type = Executor;
  using Handler = asio::any_completion_handler<void(error_code, std::size_t)>;

  /// `early`: bytes already read from the stream. `client`: an HTTP head comes before the first frame.
  StreamAdapter(Executor executor, std::unique_ptr<Stream> stream, std::string early, bool client,
                Clock& clock);
  ~StreamAdapter();
  StreamAdapter(StreamAdapter&&) noexcept;
  StreamAdapter& operator=(StreamAdapter&&) = delete;
  executor_type get_executor() const noexcept { return executor_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    asio::mutable_buffer into;
    for (asio::mutable_buffer each : boost::beast::buffers_range_ref(buffers)) {
      if (into.size() == 0) into = each;
    }
    auto begin = [this](auto handler, asio::mutable_buffer buffer) {
      read(buffer, Handler(std::move(handler)));
    };
    return asio::async_initiate<Token, void(error_code, std::size_t)>(begin, token, into);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    std::vector<asio::const_buffer> pieces;
    for (asio::const_buffer each : boost::beast::buffers_range_ref(buffers)) pieces.push_back(each);
    auto begin = [this](auto handler, std::vector<asio::const_buffer> from) {
      write(std::move(from), Handler(std::move(handler)));
    };
    return asio::async_initiate<Token, void(error_code, std::size_t)>(begin, token, std::move(pieces));
  }

  class State;
  State& state() noexcept { return *state_; }
  Stream& stream() noexcept;

 private:
  void read(asio::mutable_buffer into, Handler handler);
  void write(std::vector<asio::const_buffer> from, Handler handler);

  Executor executor_;
  std::shared_ptr<State> state_;
};

/// What passed: the part that the WebSocket reports from. Shared with waits that outlive a destroyed adapter.
class StreamAdapter::State {
 public:
  State(std::unique_ptr<Stream> stream_, std::string early_, bool client, Clock& clock_)
      : stream(std::move(stream_)),
        early(std::move(early_)),
        clock(clock_),
        head_done(!client),
        head_sent(!client) {}

  std::size_t read(asio::mutable_buffer into, error_code& ec);
  std::size_t write(const std::vector<asio::const_buffer>& from, error_code& ec);
  /// Forgets the sizes and instants of what was sent and received so far (not the meters).
  void begin_send() noexcept { first_sent = last_sent = Instant(); }

  std::unique_ptr<Stream> stream;
  std::string early;
  Clock& clock;
  Tap* tap = nullptr;
  FrameMeter incoming, outgoing;
  std::string head_tail;  ///< last three bytes of the handshake's answer, while it is being looked for
  bool head_done;         ///< the answer's head has passed: frames follow
  bool head_sent;         ///< our request's head has been sent: frames follow
  std::size_t head_bytes = 0;
  std::uint64_t received = 0, sent = 0;  ///< L7 bytes since the tap is watching
  Instant first_sent{}, last_sent{};
  bool closed = false;
};

// Found by Beast through argument-dependent lookup.
void teardown(boost::beast::role_type, StreamAdapter& adapter, error_code& ec);
void beast_close_socket(StreamAdapter& adapter);

template <class Handler>
void async_teardown(boost::beast::role_type role, StreamAdapter& adapter, Handler&& handler) {
  error_code ec;
  teardown(role, adapter, ec);
  auto done = [handler = std::forward<Handler>(handler), ec]() mutable { std::move(handler)(ec); };
  asio::post(adapter.get_executor(), std::move(done));
}

}  // namespace aitb::net
