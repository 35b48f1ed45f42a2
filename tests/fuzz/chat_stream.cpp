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

/// Empties each string at `key` and keeps the last; how many there were.
int blank(json::value& value, std::string_view key, std::string& last) {
  int found = 0;
  if (json::array* list = value.if_array()) {
    for (json::value& one : *list) found += blank(one, key, last);
  }
  if (json::object* object = value.if_object()) {
    for (auto& member : *object) {
      if (member.key() == key && member.value().is_string()) {
        last = std::string(member.value().as_string());
        member.value() = "";
        ++found;
      } else {
        found += blank(member.value(), key, last);
      }
    }
  }
  return found;
}

json::value parsed(std::string_view text, json::error_code& failed) {
  json::parse_options deep;
  deep.max_depth = 128;
  return json::parse(text, failed, {}, deep);
}

void compare(std::string_view first, std::string_view second) {
  json::error_code failed;
  json::value known = parsed(first, failed);
  std::string text, other;
  if (failed || blank(known, "content", text) == 0) return;
  service::RepeatedEvent repeated;
  repeated.learn(first, "content", "obfuscation");
  service::JsonScratch scratch;
  const auto found = repeated.text(second, scratch);
  if (!found) return;
  json::value same = parsed(second, failed);
  if (failed || blank(same, "content", other) != 1 || other != *found) std::abort();
  blank(known, "obfuscation", other);
  blank(same, "obfuscation", other);
  if (known != same) std::abort();
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
