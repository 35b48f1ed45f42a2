#include "fixtures.hpp"

#include <boost/json/serialize.hpp>

namespace aitb::testing_sinks {
namespace {

bool coin(Dice& dice) { return dice() % 2 == 0; }
std::uint64_t below(Dice& dice, std::uint64_t limit) { return dice() % limit; }

template <class T, class Make>
void perhaps(Dice& dice, std::optional<T>& member, Make make) {
  if (coin(dice)) member = make();
}

Instant any_instant(Dice& dice) { return from_ns(static_cast<std::int64_t>(below(dice, 1'000'000'000'000))); }
std::string any_text(Dice& dice) {
  static const std::vector<std::string> texts = {"",
                                                 "plain",
                                                 "with \"quotes\" and \\",
                                                 "line\nbreak\ttab",
                                                 "grüße 東京 🚀",
                                                 std::string("nul\0inside", 10)};
  return texts[below(dice, texts.size())];
}

void any_transport(Dice& dice, Record& record) {
  if (!coin(dice)) return;
  TransportFact fact;
  fact.sent = below(dice, 1u << 20);
  fact.received = below(dice, 1u << 30);
  fact.sent_offset = below(dice, 1u << 30);
  fact.received_offset = below(dice, 1u << 30);
  for (auto* member : {&fact.segments_out, &fact.segments_in, &fact.data_segments_out, &fact.data_segments_in,
                       &fact.retransmits, &fact.rtt_us, &fact.rtt_var_us, &fact.min_rtt_us,
                       &fact.congestion_window, &fact.mss})
    perhaps(dice, *member, [&] { return below(dice, 100'000); });
  record.transport = fact;
  record.transport_method = coin(dice) ? "measured" : "reported";
}

void any_chunks(Dice& dice, Record& record) {
  Instant at = any_instant(dice);
  std::uint32_t read = 1;
  for (std::uint64_t i = below(dice, 30); i > 0; --i) {
    Chunk chunk;
    at += Duration(static_cast<std::int64_t>(below(dice, 20'000'000)) - 1000);
    read += static_cast<std::uint32_t>(below(dice, 3));
    chunk.at = at;
    chunk.kernel_lead_ns = coin(dice) ? -1 : static_cast<std::int32_t>(below(dice, 1'000'000));
    chunk.read_id = read;
    chunk.bytes = static_cast<std::uint32_t>(below(dice, 5000));
    chunk.tokens = static_cast<std::uint16_t>(below(dice, 4));
    chunk.kind = static_cast<ChunkKind>(below(dice, 12));
    record.chunks.push_back(chunk);
  }
}

void any_place(Dice& dice, Place& place, std::string session) {
  place.scenario = "chat";
  place.profile = "plain";
  place.session_id = std::move(session);
  place.cell = static_cast<int>(below(dice, 9));
  place.run_index = static_cast<int>(below(dice, 9));
  place.user = static_cast<int>(below(dice, 9));
  place.turn_index = static_cast<int>(below(dice, 9)) - 1;
  place.warmup = coin(dice);
}

void expect_same(const Place& a, const Place& b) {
  EXPECT_EQ(a.scenario, b.scenario);
  EXPECT_EQ(a.profile, b.profile);
  EXPECT_EQ(a.session_id, b.session_id);
  EXPECT_EQ(a.cell, b.cell);
  EXPECT_EQ(a.run_index, b.run_index);
  EXPECT_EQ(a.user, b.user);
  EXPECT_EQ(a.turn_index, b.turn_index);
  EXPECT_EQ(a.warmup, b.warmup);
}

void expect_same(const std::optional<TransportFact>& a, const std::optional<TransportFact>& b) {
  ASSERT_EQ(a.has_value(), b.has_value());
  if (!a) return;
  EXPECT_EQ(a->sent, b->sent);
  EXPECT_EQ(a->received, b->received);
  EXPECT_EQ(a->sent_offset, b->sent_offset);
  EXPECT_EQ(a->received_offset, b->received_offset);
  EXPECT_EQ(a->segments_out, b->segments_out);
  EXPECT_EQ(a->segments_in, b->segments_in);
  EXPECT_EQ(a->data_segments_out, b->data_segments_out);
  EXPECT_EQ(a->data_segments_in, b->data_segments_in);
  EXPECT_EQ(a->retransmits, b->retransmits);
  EXPECT_EQ(a->rtt_us, b->rtt_us);
  EXPECT_EQ(a->rtt_var_us, b->rtt_var_us);
  EXPECT_EQ(a->min_rtt_us, b->min_rtt_us);
  EXPECT_EQ(a->congestion_window, b->congestion_window);
  EXPECT_EQ(a->mss, b->mss);
}

void expect_same(const std::vector<Chunk>& a, const std::vector<Chunk>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].at, b[i].at) << "chunk " << i;
    EXPECT_EQ(a[i].kernel_lead_ns, b[i].kernel_lead_ns) << "chunk " << i;
    EXPECT_EQ(a[i].read_id, b[i].read_id) << "chunk " << i;
    EXPECT_EQ(a[i].bytes, b[i].bytes) << "chunk " << i;
    EXPECT_EQ(a[i].tokens, b[i].tokens) << "chunk " << i;
    EXPECT_EQ(a[i].kind, b[i].kind) << "chunk " << i;
  }
}

}  // namespace

Record random_record(Dice& dice, std::string session) {
  Record r;
  any_place(dice, r.place, std::move(session));
  r.klass = static_cast<RecordClass>(below(dice, 6));
  r.provider = any_text(dice);
  r.model = any_text(dice);
  r.operation = "chat";
  r.exchange_index = static_cast<int>(below(dice, 100));
  r.attempt = 1 + static_cast<int>(below(dice, 3));
  r.final = coin(dice);
  r.streaming = coin(dice);
  for (auto* member : {&r.scheduled, &r.dispatched, &r.dns_done, &r.tcp_done, &r.tls_done, &r.sent_first,
                       &r.sent_last, &r.received_first, &r.end})
    perhaps(dice, *member, [&] { return any_instant(dice); });
  r.wall_start_ns = 1'700'000'000'000'000'000 + static_cast<std::int64_t>(below(dice, 1'000'000'000));
  r.reused = coin(dice);
  for (auto* member :
       {&r.content_up, &r.content_down, &r.l7_up, &r.l7_down, &r.tool_bytes_up, &r.tool_bytes_down})
    perhaps(dice, *member, [&] { return below(dice, 1u << 30); });
  any_transport(dice, r);
  r.connection.local = any_text(dice);
  r.connection.remote = any_text(dice);
  r.connection.tls = any_text(dice);
  r.connection.protocol = any_text(dice);
  r.success = coin(dice);
  perhaps(dice, r.error_kind, [&] { return static_cast<ErrorKind>(below(dice, 13)); });
  r.error = any_text(dice);
  r.error_code = any_text(dice);
  perhaps(dice, r.http_status, [&] { return static_cast<int>(below(dice, 600)); });
  perhaps(dice, r.retry_after,
          [&] { return Duration(static_cast<std::int64_t>(below(dice, 5'000'000'000))); });
  r.finish_reason = any_text(dice);
  r.response_id = any_text(dice);
  r.response_model = any_text(dice);
  for (auto* member :
       {&r.usage.input, &r.usage.output, &r.usage.total, &r.usage.cached_input, &r.usage.reasoning,
        &r.usage.audio_input, &r.usage.audio_output, &r.counted_in, &r.counted_out})
    perhaps(dice, *member, [&] { return static_cast<std::int64_t>(below(dice, 100'000)); });
  r.count_method = any_text(dice);
  r.tool_calls = static_cast<int>(below(dice, 3));
  r.tool_name = any_text(dice);
  any_chunks(dice, r);
  r.request_text = any_text(dice);
  r.response_text = any_text(dice);
  r.reasoning_text = any_text(dice);
  r.tool_text = any_text(dice);
  if (coin(dice)) r.notes["note"] = any_text(dice);
  r.link = any_text(dice);
  return r;
}

SessionFact random_session(Dice& dice, std::string session) {
  SessionFact s;
  any_place(dice, s.place, std::move(session));
  perhaps(dice, s.scheduled, [&] { return any_instant(dice); });
  s.start = any_instant(dice);
  s.end = s.start + std::chrono::seconds(1);
  s.wall_start_ns = static_cast<std::int64_t>(below(dice, 1'000'000'000));
  s.success = coin(dice);
  perhaps(dice, s.error_kind, [&] { return static_cast<ErrorKind>(below(dice, 13)); });
  s.error = any_text(dice);
  s.turns = static_cast<int>(below(dice, 9));
  s.provider = any_text(dice);
  s.model = any_text(dice);
  return s;
}

void expect_same(const Record& a, const Record& b) {
  expect_same(a.place, b.place);
  EXPECT_EQ(a.klass, b.klass);
  EXPECT_EQ(a.provider, b.provider);
  EXPECT_EQ(a.model, b.model);
  EXPECT_EQ(a.operation, b.operation);
  EXPECT_EQ(a.exchange_index, b.exchange_index);
  EXPECT_EQ(a.attempt, b.attempt);
  EXPECT_EQ(a.final, b.final);
  EXPECT_EQ(a.streaming, b.streaming);
  EXPECT_EQ(a.scheduled, b.scheduled);
  EXPECT_EQ(a.dispatched, b.dispatched);
  EXPECT_EQ(a.dns_done, b.dns_done);
  EXPECT_EQ(a.tcp_done, b.tcp_done);
  EXPECT_EQ(a.tls_done, b.tls_done);
  EXPECT_EQ(a.sent_first, b.sent_first);
  EXPECT_EQ(a.sent_last, b.sent_last);
  EXPECT_EQ(a.received_first, b.received_first);
  EXPECT_EQ(a.end, b.end);
  EXPECT_EQ(a.wall_start_ns, b.wall_start_ns);
  EXPECT_EQ(a.reused, b.reused);
  EXPECT_EQ(a.content_up, b.content_up);
  EXPECT_EQ(a.content_down, b.content_down);
  EXPECT_EQ(a.l7_up, b.l7_up);
  EXPECT_EQ(a.l7_down, b.l7_down);
  expect_same(a.transport, b.transport);
  EXPECT_EQ(a.transport_method, b.transport_method);
  EXPECT_EQ(a.connection.local, b.connection.local);
  EXPECT_EQ(a.connection.remote, b.connection.remote);
  EXPECT_EQ(a.connection.tls, b.connection.tls);
  EXPECT_EQ(a.connection.protocol, b.connection.protocol);
  EXPECT_EQ(a.success, b.success);
  EXPECT_EQ(a.error_kind, b.error_kind);
  EXPECT_EQ(a.error, b.error);
  EXPECT_EQ(a.error_code, b.error_code);
  EXPECT_EQ(a.http_status, b.http_status);
  EXPECT_EQ(a.retry_after, b.retry_after);
  EXPECT_EQ(a.finish_reason, b.finish_reason);
  EXPECT_EQ(a.response_id, b.response_id);
  EXPECT_EQ(a.response_model, b.response_model);
  EXPECT_EQ(a.usage.input, b.usage.input);
  EXPECT_EQ(a.usage.output, b.usage.output);
  EXPECT_EQ(a.usage.total, b.usage.total);
  EXPECT_EQ(a.usage.cached_input, b.usage.cached_input);
  EXPECT_EQ(a.usage.reasoning, b.usage.reasoning);
  EXPECT_EQ(a.usage.audio_input, b.usage.audio_input);
  EXPECT_EQ(a.usage.audio_output, b.usage.audio_output);
  EXPECT_EQ(a.counted_in, b.counted_in);
  EXPECT_EQ(a.counted_out, b.counted_out);
  EXPECT_EQ(a.count_method, b.count_method);
  EXPECT_EQ(a.tool_calls, b.tool_calls);
  EXPECT_EQ(a.tool_name, b.tool_name);
  EXPECT_EQ(a.tool_bytes_up, b.tool_bytes_up);
  EXPECT_EQ(a.tool_bytes_down, b.tool_bytes_down);
  expect_same(a.chunks, b.chunks);
  EXPECT_EQ(a.request_text, b.request_text);
  EXPECT_EQ(a.response_text, b.response_text);
  EXPECT_EQ(a.reasoning_text, b.reasoning_text);
  EXPECT_EQ(a.tool_text, b.tool_text);
  EXPECT_EQ(boost::json::serialize(a.notes), boost::json::serialize(b.notes));
  EXPECT_EQ(a.link, b.link);
}

void expect_same(const SessionFact& a, const SessionFact& b) {
  expect_same(a.place, b.place);
  EXPECT_EQ(a.scheduled, b.scheduled);
  EXPECT_EQ(a.start, b.start);
  EXPECT_EQ(a.end, b.end);
  EXPECT_EQ(a.wall_start_ns, b.wall_start_ns);
  EXPECT_EQ(a.success, b.success);
  EXPECT_EQ(a.error_kind, b.error_kind);
  EXPECT_EQ(a.error, b.error);
  EXPECT_EQ(a.turns, b.turns);
  EXPECT_EQ(a.provider, b.provider);
  EXPECT_EQ(a.model, b.model);
}

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "aitb-sink-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
  std::filesystem::remove_all(path_, ignored);
}

class SinkContext::Recorder final : public Log {
 public:
  explicit Recorder(std::string& out) : out_(out) {}
  void write(Level level, std::string_view text) noexcept override {
    if (level >= Level::warning) out_.append(text).push_back('\n');
  }
  bool enabled(Level) const noexcept override { return true; }

 private:
  std::string& out_;
};

class SinkContext::NoClock final : public Clock {
 public:
  Instant now() const noexcept override {
    ADD_FAILURE() << "a sink asked for the time";
    return {};
  }
  std::int64_t wall_ns(Instant) const noexcept override { return 0; }
  task<> sleep_until(Instant) override { throw std::logic_error("a sink slept"); }
};

class SinkContext::NoNet final : public Net {
 public:
  Executor executor() noexcept override { std::abort(); }
  std::unique_ptr<HttpClient> http(HttpOptions) override { throw std::logic_error("a sink used the net"); }
  task<std::unique_ptr<Stream>> dial(std::string, HttpOptions) override {
    throw std::logic_error("a sink used the net");
  }
  task<std::unique_ptr<WebSocket>> websocket(WsConnectRequest, Tap&) override {
    throw std::logic_error("a sink used the net");
  }
  std::unique_ptr<Process> process(ProcessOptions) override {
    throw std::logic_error("a sink started a process");
  }
  std::unique_ptr<HttpServer> listen(ListenOptions, HttpService&) override {
    throw std::logic_error("a sink used the net");
  }
};

SinkContext::SinkContext(std::filesystem::path work_dir)
    : log_(std::make_unique<Recorder>(logged_)),
      clock_(std::make_unique<NoClock>()),
      net_(std::make_unique<NoNet>()),
      context_(*log_, *clock_, *net_, Random(1, "sink"), std::move(work_dir)) {}

SinkContext::~SinkContext() = default;

std::vector<Record> read_records(Sink& sink) {
  std::vector<Record> all;
  reader_of(sink).records([&](Record&& record) { all.push_back(std::move(record)); });
  return all;
}

std::vector<SessionFact> read_sessions(Sink& sink) {
  std::vector<SessionFact> all;
  reader_of(sink).sessions([&](SessionFact&& session) { all.push_back(std::move(session)); });
  return all;
}

}  // namespace aitb::testing_sinks
