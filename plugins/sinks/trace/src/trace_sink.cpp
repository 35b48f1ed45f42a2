#include "trace_sink.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <aitb/error.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <ctime>

#include "redact.hpp"

namespace trace {
namespace json = boost::json;
using aitb::Record;

namespace {

json::value ms(const std::optional<aitb::Instant>& from, const std::optional<aitb::Instant>& to) {
  if (!from || !to) return nullptr;
  return static_cast<double>((*to - *from).count()) / 1e6;
}

template <class T>
json::value number(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::value word(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::string short_hash(std::string_view text) {
  std::uint32_t hash = 2166136261u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  char out[16];
  std::snprintf(out, sizeof out, "%08x", hash);
  return out;
}

std::string file_name(const aitb::Place& place, std::int64_t wall_ns) {
  const std::time_t seconds = wall_ns / 1'000'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char time[32], turn[24];
  std::strftime(time, sizeof time, "%Y%m%dT%H%M%SZ", &parts);
  std::snprintf(turn, sizeof turn, "_turn%03d.json", place.turn_index);
  std::string scenario;
  for (const char c : place.scenario.substr(0, 80))
    scenario +=
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ? c : '_';
  return std::string(time) + "_" + scenario + "_" + short_hash(place.session_id) + turn;
}

json::object timing(const Record& record) {
  json::object out;
  out["wall_start_ns"] = record.wall_start_ns;
  out["tcp_ms"] = ms(record.dispatched, record.tcp_done);
  out["tls_ms"] = ms(record.dispatched, record.tls_done);
  out["request_sent_ms"] = ms(record.sent_first, record.sent_last);
  out["first_byte_ms"] = ms(record.sent_first, record.received_first);
  out["end_ms"] = ms(record.sent_first, record.end);
  out["reused_connection"] = record.reused;
  return out;
}

json::object metrics(const Record& record) {
  json::object out;
  out["content_bytes_up"] = number(record.content_up);
  out["content_bytes_down"] = number(record.content_down);
  out["l7_bytes_up"] = number(record.l7_up);
  out["l7_bytes_down"] = number(record.l7_down);
  out["transport_bytes_up"] = record.transport ? json::value(record.transport->sent) : json::value(nullptr);
  out["transport_bytes_down"] =
      record.transport ? json::value(record.transport->received) : json::value(nullptr);
  out["reported_tokens_in"] = number(record.usage.input);
  out["reported_tokens_out"] = number(record.usage.output);
  out["counted_tokens_in"] = number(record.counted_in);
  out["counted_tokens_out"] = number(record.counted_out);
  out["chunks"] = record.chunks.size();
  return out;
}

}  // namespace

aitb::FieldTable fields(TraceSink::Options& o) {
  return aitb::fields(aitb::field("max_events", o.max_events, "Events of one exchange that are kept").min(0),
                      aitb::field("max_bytes", o.max_bytes, "Bytes of one text that are kept").min(0));
}

TraceSink::TraceSink(Options options, aitb::Context& context)
    : options_(options), folder_(context.work_dir / "traces") {}

void TraceSink::begin(const json::object& run) {
  if (const auto* id = run.if_contains("run_id"); id != nullptr && id->is_string()) run_id_ = id->as_string();
  std::filesystem::create_directories(folder_);
  if (::chmod(folder_.c_str(), 0700) != 0)
    throw aitb::Error(
        aitb::ErrorKind::internal,
        "making " + folder_.string() + " private: the file system refuses it; leave out --trace");
}

json::value TraceSink::text(const std::string& given, bool& cut) const {
  if (given.empty()) return nullptr;
  std::size_t size = given.size();
  if (size > static_cast<std::size_t>(options_.max_bytes)) {
    size = static_cast<std::size_t>(options_.max_bytes);
    while (size > 0 && (static_cast<unsigned char>(given[size]) & 0xc0) == 0x80) --size;
    cut = true;
  }
  return json::string(without_secrets(std::string_view(given).substr(0, size)));
}

json::object TraceSink::exchange(const Record& record) const {
  bool cut = false;
  json::object request, response, out;
  request["operation"] = record.operation;
  request["model"] = word(record.model);
  request["streaming"] = record.streaming;
  request["text"] = text(record.request_text, cut);
  response["success"] = record.success;
  response["http_status"] = number(record.http_status);
  response["error_kind"] =
      record.error_kind ? json::value(aitb::to_string(*record.error_kind)) : json::value(nullptr);
  response["error"] = text(record.error, cut);
  response["finish_reason"] = word(record.finish_reason);
  response["text"] = text(record.response_text, cut);
  response["reasoning"] = text(record.reasoning_text, cut);
  response["tool_calls"] = text(record.tool_text, cut);
  json::array events;
  for (const aitb::Chunk& chunk : record.chunks) {
    if (events.size() >= static_cast<std::size_t>(options_.max_events)) break;
    json::object event;
    event["ms"] = ms(record.sent_first ? record.sent_first : record.dispatched, chunk.at);
    event["kind"] = aitb::to_string(chunk.kind);
    event["bytes"] = chunk.bytes;
    events.push_back(std::move(event));
  }
  out["class"] = aitb::to_string(record.klass);
  out["provider"] = word(record.provider);
  out["exchange_index"] = record.exchange_index;
  out["attempt"] = record.attempt;
  out["request"] = std::move(request);
  out["response"] = std::move(response);
  out["events_left_out"] = record.chunks.size() - events.size();
  out["texts_cut"] = cut;
  out["response_events"] = std::move(events);
  out["timing"] = timing(record);
  out["metrics"] = metrics(record);
  return out;
}

void TraceSink::write(const Record& record) {
  const auto found = open_.find(record.place.session_id);
  if (found != open_.end() && found->second.place.turn_index != record.place.turn_index) {
    store(found->second);
    open_.erase(found);
  }
  Turn& turn = open_[record.place.session_id];
  if (turn.exchanges.empty()) {
    turn.place = record.place;
    turn.wall_start_ns = record.wall_start_ns;
  }
  turn.exchanges.push_back(exchange(record));
}

void TraceSink::write(const aitb::SessionFact& session) {
  const auto found = open_.find(session.place.session_id);
  if (found == open_.end()) return;
  store(found->second);
  open_.erase(found);
}

void TraceSink::close() {
  for (const auto& [session, turn] : open_) store(turn);
  open_.clear();
}

void TraceSink::store(const Turn& turn) const {
  json::object out, identifiers;
  identifiers["run_id"] = run_id_;
  identifiers["scenario"] = turn.place.scenario;
  identifiers["profile"] = turn.place.profile;
  identifiers["session_id"] = turn.place.session_id;
  identifiers["run_index"] = turn.place.run_index;
  identifiers["user"] = turn.place.user;
  identifiers["turn_index"] = turn.place.turn_index;
  out["schema_version"] = "1.0";
  out["identifiers"] = std::move(identifiers);
  out["note"] = "texts without what looks like a secret; times in ms from the request's first byte";
  out["exchanges"] = turn.exchanges;
  const std::filesystem::path file = folder_ / file_name(turn.place, turn.wall_start_ns);
  const std::string text = json::serialize(out) + "\n";
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  std::size_t done = 0;
  while (descriptor >= 0 && done < text.size()) {
    const ssize_t n = ::write(descriptor, text.data() + done, text.size() - done);
    if (n < 0) break;
    done += static_cast<std::size_t>(n);
  }
  if (descriptor >= 0) ::close(descriptor);
  if (descriptor < 0 || done < text.size())
    throw aitb::Error(aitb::ErrorKind::internal, "writing the trace " + file.string() +
                                                     ": the disk or the folder refuses it; free some room");
}

}  // namespace trace
