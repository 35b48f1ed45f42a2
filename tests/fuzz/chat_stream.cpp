// Any bytes as a streamed chat completion; and any two lines as two of its events: both the learnt shapes and
// the learnt event take the second for one like the first only if the parser says the same.
#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "model_streams.hpp"
#include "openai_dialect/stream_decoder.hpp"

namespace {

namespace json = boost::json;

json::value parsed(std::string_view text, json::error_code& failed) {
  json::parse_options deep;
  deep.max_depth = 128;
  return json::parse(text, failed, {}, deep);
}

/// All strings, in the order of the text.
template <class Value>
void collect(Value& value, std::vector<decltype(value.if_string())>& into) {
  if (auto* text = value.if_string()) into.push_back(text);
  if (auto* list = value.if_array()) {
    for (auto& one : *list) collect(one, into);
  }
  if (auto* object = value.if_object()) {
    for (auto& member : *object) collect(member.value(), into);
  }
}

/// Without its first string, which is returned, and without the one at `padding`, if it has so many.
std::string take_out(json::value& value, std::size_t padding) {
  std::vector<json::string*> strings;
  collect(value, strings);
  if (strings.size() <= padding) std::abort();  // then it is not like the learnt one
  if (padding > 0) strings[padding]->clear();
  std::string text(*strings.front());
  strings.front()->clear();
  return text;
}

void must_be(const json::value* value, std::string_view text) {
  json::error_code failed;
  const json::value truth = parsed(text, failed);
  if ((value == nullptr) != failed.failed() || (value != nullptr && *value != truth)) std::abort();
}

std::string with(std::string_view event, std::string_view source, std::string_view other) {
  std::string out(event.data(), source.data());
  return out.append(other).append(source.data() + source.size(), event.data() + event.size());
}

/// The first string of `event` is the text, and its last one, if it has more, what nobody reads. What is
/// compared with it are `other`, and the event with `other` in these places.
void compare_learnt(std::string_view event, std::string_view other) {
  service::JsonScratch scratch;
  const json::value* known = scratch.parse(event);
  if (known == nullptr || !known->is_object()) return;
  std::vector<const json::string*> strings;
  collect(*known, strings);
  if (strings.empty()) return;
  const std::size_t padding = strings.size() - 1;
  const auto text = scratch.source(*strings.front()), idle = scratch.source(*strings.back());
  if (!text || !idle) return;
  json::value expected(*known, json::storage_ptr());  // not in the memory of scratch
  take_out(expected, padding);
  service::RepeatedEvent repeated;
  repeated.learn(event, *text, padding > 0 ? *idle : std::string_view());
  for (const std::string& like : {std::string(other), with(event, *text, other), with(event, *idle, other)}) {
    const auto found = repeated.text(like, scratch);
    if (!found) continue;
    json::error_code failed;
    json::value truth = parsed(like, failed);
    if (failed || take_out(truth, padding) != *found || truth != expected) std::abort();
    // Only now, since this ends what was found.
    must_be(scratch.parse(like), like);
  }
}

void compare(std::string_view first, std::string_view second) {
  service::JsonScratch scratch;
  must_be(scratch.parse(second), second);
  must_be(scratch.parse(first), first);
  must_be(scratch.parse(second), second);
  must_be(scratch.parse(first), first);
  compare_learnt(first, second);
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
