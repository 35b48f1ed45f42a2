// Any bytes as a streamed chat completion; and any two lines as two of its events, of which the second is
// taken for the first with another text only if the parser says the same.
#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "model_streams.hpp"
#include "openai_dialect/stream_decoder.hpp"

namespace {

namespace json = boost::json;

json::value parsed(std::string_view text, json::error_code& failed) {
  json::parse_options deep;
  deep.max_depth = 128;
  return json::parse(text, failed, {}, deep);
}

/// Any string but the root.
const json::string* some_string(const json::value& value) {
  const json::string* found = value.if_string();
  if (const json::array* list = value.if_array()) {
    for (const json::value& one : *list) found = found != nullptr ? found : some_string(one);
  }
  if (const json::object* object = value.if_object()) {
    for (const auto& member : *object) found = found != nullptr ? found : some_string(member.value());
  }
  return found;
}

void must_be(const json::value* value, std::string_view text) {
  json::error_code failed;
  const json::value truth = parsed(text, failed);
  if ((value == nullptr) != failed.failed() || (value != nullptr && *value != truth)) std::abort();
}

void compare(std::string_view first, std::string_view second) {
  service::JsonScratch scratch, other;
  must_be(scratch.parse(second), second);
  const json::value* known = scratch.parse(first);
  must_be(known, first);
  const json::string* text = known != nullptr && known->is_object() ? some_string(*known) : nullptr;
  const auto source = text != nullptr ? scratch.source(*text) : std::nullopt;
  if (source) {
    service::RepeatedEvent repeated;
    repeated.learn(first, *source, {});
    if (const auto found = repeated.text(second, other)) {
      // The second is the first with another text in this place.
      std::string same(first.data(), source->data());
      same += second.substr(same.size(), second.size() - (first.size() - source->size()));
      same.append(source->data() + source->size(), first.data() + first.size());
      json::error_code failed;
      if (same != second || parsed(second, failed).is_null() || failed) std::abort();
      const std::string_view raw = second.substr(static_cast<std::size_t>(source->data() - first.data()),
                                                 second.size() - (first.size() - source->size()));
      if (parsed('"' + std::string(raw) + '"', failed).as_string() != *found || failed) std::abort();
    }
  }
  must_be(scratch.parse(second), second);
  must_be(scratch.parse(first), first);
}

void decode(std::string_view bytes, std::size_t cut) {
  const service::Peer peer("the fuzzed service", "canary-key-4711");
  service::JsonScratch scratch;
  aitb::testing::RecordingExchange out;
  openai_dialect::StreamDecoder decoder(out, scratch, peer);
  fuzz::only_errors([&] {
    decoder.feed(bytes.substr(0, cut));
    decoder.feed(bytes.substr(cut));
    decoder.finish();
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  decode(bytes, std::min<std::size_t>(data[0], bytes.size()));
  const std::size_t line = bytes.find('\n');
  if (line != std::string_view::npos) compare(bytes.substr(0, line), bytes.substr(line + 1));
  return 0;
}
