// Follows a byte stream of WebSocket frames and says, for each message, what it cost on the wire and when it
// came.
#pragma once
#include <cstdint>
#include <deque>
#include <string_view>

#include <aitb/exchange.hpp>

namespace aitb::net {

/// Beast delivers messages but not their size with frame headers, nor which read completed them; this does.
/// It reads headers only and judges nothing: a broken stream is Beast's to refuse.
class AITB_API FrameMeter {
 public:
  class Message {
   public:
    Message(std::size_t bytes_, Arrival arrival_) : bytes(bytes_), arrival(arrival_) {}
    std::size_t bytes;  ///< all its frames, with headers and masks
    Arrival arrival;    ///< of its last byte
  };

  /// From the first byte behind the handshake on.
  void feed(std::string_view bytes, const Arrival& arrival);
  /// The next complete data message, in order; zero bytes if there is none.
  Message take();
  bool empty() const noexcept { return complete_.empty(); }

 private:
  void begin_frame() noexcept;
  bool header_complete() const noexcept;
  std::size_t header_size() const noexcept;

  std::deque<Message> complete_;
  std::uint64_t payload_left_ = 0;
  std::size_t message_bytes_ = 0;
  std::size_t have_ = 0;  // bytes of the header so far
  unsigned char header_[14] = {};
  bool in_payload_ = false;
};

}  // namespace aitb::net
