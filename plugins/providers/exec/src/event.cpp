#include "event.hpp"

#include <array>
#include <boost/json/parse.hpp>
#include <cmath>
#include <utility>

#include "service/base64.hpp"
#include "service/json_read.hpp"

namespace exec {
namespace json = boost::json;
using service::integer_at;
using service::text_at;

namespace {

[[noreturn]] void refuse(std::string_view line, std::string_view what) {
  constexpr std::size_t shown = 120;
  std::string head(line.substr(0, shown));
  for (char& c : head)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  throw aitb::Error(aitb::ErrorKind::protocol, "reading the program's answer: " + std::string(what) + ": '" +
                                                   head + (line.size() > shown ? "…'" : "'"));
}

constexpr std::array<std::pair<std::string_view, Event::Kind>, 11> kinds{{
    {"hello", Event::Kind::hello},
    {"delta", Event::Kind::delta},
    {"tool_call", Event::Kind::tool_call},
    {"media", Event::Kind::media},
    {"usage", Event::Kind::usage},
    {"bytes", Event::Kind::bytes},
    {"keep_alive", Event::Kind::keep_alive},
    {"note", Event::Kind::note},
    {"identify", Event::Kind::identify},
    {"done", Event::Kind::done},
    {"error", Event::Kind::error},
}};

constexpr std::array<std::pair<std::string_view, aitb::Channel>, 5> channels{{
    {"answer", aitb::Channel::answer},
    {"reasoning", aitb::Channel::reasoning},
    {"refusal", aitb::Channel::refusal},
    {"tool_call", aitb::Channel::tool_call},
    {"transcript", aitb::Channel::transcript},
}};

constexpr std::array<std::pair<std::string_view, aitb::MediaKind>, 4> media_kinds{{
    {"image", aitb::MediaKind::image},
    {"audio", aitb::MediaKind::audio},
    {"video", aitb::MediaKind::video},
    {"document", aitb::MediaKind::document},
}};

template <class Table>
auto word(const Table& table, std::string_view given, std::string_view line, std::string_view what) {
  for (const auto& [name, value] : table)
    if (name == given) return value;
  refuse(line, std::string(what) + " '" + std::string(given.substr(0, 40)) + "' is not known");
}

std::optional<std::int64_t> count(const json::object& object, std::string_view key) {
  const auto value = integer_at(object, key);
  return value && *value >= 0 ? value : std::nullopt;
}

void read_usage(Event& event, const json::object& object) {
  event.usage.input = count(object, "input");
  event.usage.output = count(object, "output");
  event.usage.total = count(object, "total");
  event.usage.cached_input = count(object, "cached_input");
  event.usage.reasoning = count(object, "reasoning");
}

void read_error(Event& event, const json::object& object, std::string_view line) {
  const auto kind = aitb::parse_error_kind(text_at(object, "kind"));
  if (!kind) refuse(line, "an error without a kind that is known");
  event.error_kind = *kind;
  event.text = text_at(object, "message");
  event.key = text_at(object, "code");
  const auto status = integer_at(object, "http_status").value_or(0);
  if (status >= 100 && status <= 599) event.http_status = static_cast<int>(status);
  const json::value* wait = object.if_contains("retry_after_sec");
  if (wait == nullptr || !wait->is_number()) return;
  const double seconds = wait->to_number<double>();
  if (seconds >= 0 && seconds <= 1e6) event.retry_after = aitb::from_seconds(seconds);
}

void read_hello(Event& event, const json::object& object, std::string_view line) {
  if (text_at(object, "protocol") != protocol_name)
    refuse(line, "a hello of another protocol than " + std::string(protocol_name));
  event.text = text_at(object, "name");
  const json::array* faces = service::array_at(object, "faces");
  if (faces == nullptr) refuse(line, "a hello without its faces");
  for (const json::value& face : *faces) event.faces.emplace_back(service::text_of(face));
}

json::object object_of(std::string_view line) {
  boost::system::error_code failure;
  json::value value = json::parse(line, failure);
  if (failure) refuse(line, "a line that is no JSON");
  if (!value.is_object()) refuse(line, "a line that is no JSON object");
  return std::move(value.get_object());
}

}  // namespace

Event::Event() = default;

Event parse_event(std::string_view line) {
  const json::object object = object_of(line);
  Event event;
  event.kind = word(kinds, text_at(object, "type"), line, "the type");
  if (event.kind == Event::Kind::hello) {
    read_hello(event, object, line);
    return event;
  }
  const auto id = integer_at(object, "id");
  if (!id || *id <= 0) refuse(line, "an event without the id of its request");
  event.id = static_cast<std::uint64_t>(*id);
  switch (event.kind) {
    case Event::Kind::delta: {
      const std::string_view channel = text_at(object, "channel");
      if (!channel.empty()) event.channel = word(channels, channel, line, "the channel");
      event.text = text_at(object, "text");
      break;
    }
    case Event::Kind::tool_call: {
      const std::string_view name = text_at(object, "name");
      if (name.empty()) refuse(line, "a tool call without a name");
      event.call = aitb::ToolCall(std::string(text_at(object, "call_id")), std::string(name),
                                  std::string(text_at(object, "arguments")));
      break;
    }
    case Event::Kind::media: {
      const std::string_view kind = text_at(object, "kind");
      if (!kind.empty()) event.media = word(media_kinds, kind, line, "the kind of media");
      const std::vector<std::byte> bytes = service::decode_base64(text_at(object, "data"));
      event.text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      break;
    }
    case Event::Kind::usage:
      read_usage(event, object);
      break;
    case Event::Kind::bytes: {
      const auto sent = count(object, "sent"), received = count(object, "received");
      if (!sent || !received) refuse(line, "bytes without both numbers, sent and received");
      event.sent = static_cast<std::uint64_t>(*sent);
      event.received = static_cast<std::uint64_t>(*received);
      break;
    }
    case Event::Kind::note:
      event.key = text_at(object, "key");
      event.text = text_at(object, "value");
      if (event.key.empty()) refuse(line, "a note without a key");
      break;
    case Event::Kind::identify:
      event.key = text_at(object, "response_id");
      event.model = text_at(object, "model");
      break;
    case Event::Kind::done:
      event.key = text_at(object, "finish_reason");
      break;
    case Event::Kind::error:
      read_error(event, object, line);
      break;
    default:
      break;
  }
  return event;
}

}  // namespace exec
