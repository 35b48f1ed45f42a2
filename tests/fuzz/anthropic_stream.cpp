// Any bytes as an answer of the Messages API, streamed and whole.
#include "answer_reader.hpp"
#include "model_streams.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const service::Peer peer("the fuzzed service", "canary-key-4711");
  aitb::testing::RecordingExchange streamed;
  anthropic::AnswerReader reader(streamed);
  fuzz::play(
      bytes, std::min<std::size_t>(data[0], bytes.size()), streamed, peer, reader,
      [](anthropic::AnswerReader& one, std::string_view type, const boost::json::object& event) {
        one.event(type, event);
      },
      [](anthropic::AnswerReader&) {});
  aitb::testing::RecordingExchange out;
  anthropic::AnswerReader whole(out);
  service::JsonScratch scratch;
  try {
    whole.whole(service::parsed_answer(bytes, scratch, peer), peer);
  } catch (const aitb::Error&) {
    return 0;
  }
  return 0;
}
