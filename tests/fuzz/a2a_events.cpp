// Any bytes as the event stream of an A2A agent, cut anywhere: a reply or an Error, and the same text either
// way.
#include <cstdint>
#include <cstdlib>

#include <aitb/sse.hpp>
#include <aitb/testing/recording_exchange.hpp>

#include "event_reader.hpp"

namespace {

/// What was said, or the sentence of the error.
std::string read(std::string_view stream, std::size_t piece, const service::Peer& peer) {
  aitb::testing::RecordingExchange out;
  a2a::EventReader reader(peer, out);
  aitb::SseParser parser;
  try {
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      parser.feed(stream.substr(at, piece), [&](const aitb::SseEvent& event) {
        if (!event.is_comment && !event.data.empty()) reader.take(event.data);
      });
    }
  } catch (const aitb::Error& error) {
    const std::string sentence = error.what();
    if (sentence.find("canary-key-4711") != std::string::npos) std::abort();
    return sentence;
  }
  const aitb::AgentReply reply = reader.finish();
  if (out.text(aitb::Channel::answer) != reply.text) std::abort();
  return reply.text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view stream(reinterpret_cast<const char*>(data), size);
  const service::Peer peer("the fuzzed agent", "canary-key-4711");
  if (read(stream, size == 0 ? 1 : size, peer) != read(stream, 3, peer)) std::abort();
  return 0;
}
