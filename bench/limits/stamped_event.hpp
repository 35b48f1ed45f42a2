// One SSE event in the shape of a chat completion chunk, as one HTTP chunk, made from a template: the
// response id and the send time are patched in. The send time is the content (" t00000123456789012"), so that
// any client can compare.
#pragma once
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace bench {

class StampedEvent {
 public:
  static constexpr std::string_view stamp_mark = "\"content\":\" t";
  static constexpr int stamp_digits = 17;

  explicit StampedEvent(bool last) {
    const std::string event =
        std::string(
            "data: {\"id\":\"chatcmpl-00000000000000000000000000000\",\"object\":\"chat.completion.chunk\","
            "\"created\":1763700000,\"model\":\"gpt-4o\",\"service_tier\":\"default\","
            "\"system_fingerprint\":\"fp_0123456789\",\"choices\":[{\"index\":0,\"delta\":{") +
        std::string(stamp_mark) + std::string(stamp_digits, '0') +
        "\"},\"logprobs\":null,\"finish_reason\":" + (last ? "\"stop\"" : "null") + "}]}\n\n";
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", event.size());
    text_ = size + event + "\r\n";
    if (last) text_ += "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n";
    id_at_ = text_.find("chatcmpl-") + 9;
    stamp_at_ = text_.find(stamp_mark) + stamp_mark.size();
  }

  std::string_view at(std::uint64_t id, std::int64_t now) {
    for (int i = 15; i >= 0; --i, id >>= 4)
      text_[id_at_ + static_cast<std::size_t>(i)] = "0123456789abcdef"[id & 15];
    for (int i = stamp_digits - 1; i >= 0; --i, now /= 10) {
      text_[stamp_at_ + static_cast<std::size_t>(i)] = static_cast<char>('0' + now % 10);
    }
    return text_;
  }

 private:
  std::string text_;
  std::size_t id_at_, stamp_at_;
};

}  // namespace bench
