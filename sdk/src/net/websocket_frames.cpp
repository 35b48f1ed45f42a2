#include "net/websocket_frames.hpp"

#include <algorithm>

namespace aitb::net {

std::size_t FrameMeter::header_size() const noexcept {
  const unsigned length = header_[1] & 0x7fu;
  const std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  return 2 + extended + ((header_[1] & 0x80u) != 0 ? 4 : 0);
}

bool FrameMeter::header_complete() const noexcept { return have_ >= 2 && have_ >= header_size(); }

void FrameMeter::begin_frame() noexcept {
  const unsigned length = header_[1] & 0x7fu;
  payload_left_ = length;
  if (length >= 126) {
    payload_left_ = 0;
    const std::size_t extended = length == 126 ? 2 : 8;
    for (std::size_t i = 0; i < extended; ++i) payload_left_ = payload_left_ << 8 | header_[2 + i];
  }
  const bool control = (header_[0] & 0x08u) != 0;
  if (!control) message_bytes_ += have_ + payload_left_;
  in_payload_ = true;
}

void FrameMeter::feed(std::string_view bytes, const Arrival& arrival) {
  while (true) {
    if (!in_payload_) {
      while (!bytes.empty() && !header_complete()) {
        header_[have_++] = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
      }
      if (!header_complete()) return;
      begin_frame();
    }
    const std::uint64_t step = std::min<std::uint64_t>(payload_left_, bytes.size());
    bytes.remove_prefix(static_cast<std::size_t>(step));
    payload_left_ -= step;
    if (payload_left_ > 0) return;
    in_payload_ = false;
    have_ = 0;
    const bool control = (header_[0] & 0x08u) != 0;
    const bool final_frame = (header_[0] & 0x80u) != 0;
    if (!control && final_frame) {
      complete_.emplace_back(message_bytes_, arrival);
      message_bytes_ = 0;
    }
  }
}

FrameMeter::Message FrameMeter::take() {
  if (complete_.empty()) return Message(0, Arrival());
  Message first = complete_.front();
  complete_.pop_front();
  return first;
}

}  // namespace aitb::net
