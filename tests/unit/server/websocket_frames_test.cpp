#include "net/websocket_frames.hpp"

#include <gtest/gtest.h>

#include <string>

namespace aitb::net {
namespace {

std::string frame(unsigned char first, std::size_t payload, bool masked) {
  std::string out(1, static_cast<char>(first));
  const int mask = masked ? 0x80 : 0;
  if (payload < 126) {
    out += static_cast<char>(mask | static_cast<int>(payload));
  } else if (payload < 65536) {
    out += static_cast<char>(mask | 126);
    out += static_cast<char>(payload >> 8);
    out += static_cast<char>(payload);
  } else {
    out += static_cast<char>(mask | 127);
    for (int shift = 56; shift >= 0; shift -= 8)
      out += static_cast<char>(static_cast<std::uint64_t>(payload) >> shift);
  }
  if (masked) out += "mask";
  return out + std::string(payload, 'p');
}

Arrival at(std::int64_t ns) { return Arrival(from_ns(ns), std::nullopt, 0); }

TEST(FrameMeter, CountsHeadersMasksAndFragments) {
  struct Case {
    std::size_t payload, header;
  };
  for (const Case& each : {Case{0, 2}, Case{125, 2}, Case{126, 4}, Case{65535, 4}, Case{65536, 10}}) {
    FrameMeter meter;
    meter.feed(frame(0x81, each.payload, false), at(1));
    EXPECT_EQ(meter.take().bytes, each.payload + each.header);
    meter.feed(frame(0x82, each.payload, true), at(1));
    EXPECT_EQ(meter.take().bytes, each.payload + each.header + 4);
  }
  FrameMeter meter;
  meter.feed(frame(0x01, 10, false) + frame(0x89, 5, false) + frame(0x00, 20, false), at(1));
  EXPECT_TRUE(meter.empty()) << "not yet final; the ping between does not count";
  meter.feed(frame(0x80, 30, false), at(2));
  const FrameMeter::Message message = meter.take();
  EXPECT_EQ(message.bytes, 66u);
  EXPECT_EQ(to_ns(message.arrival.at), 2);
  EXPECT_TRUE(meter.empty());
}

TEST(FrameMeter, GivesTheSameForEverySplitAndStampsTheCompletingRead) {
  const std::string bytes = frame(0x81, 3, true) + frame(0x82, 200, false) + frame(0x81, 0, true);
  for (std::size_t split = 0; split <= bytes.size(); ++split) {
    FrameMeter meter;
    meter.feed(std::string_view(bytes).substr(0, split), at(1));
    meter.feed(std::string_view(bytes).substr(split), at(2));
    std::size_t end = 0;
    for (const std::size_t size : {9u, 204u, 6u}) {
      end += size;
      const FrameMeter::Message message = meter.take();
      EXPECT_EQ(message.bytes, size) << "split at " << split;
      EXPECT_EQ(to_ns(message.arrival.at), end <= split ? 1 : 2) << "split at " << split;
    }
    EXPECT_TRUE(meter.empty());
  }
}

}  // namespace
}  // namespace aitb::net
