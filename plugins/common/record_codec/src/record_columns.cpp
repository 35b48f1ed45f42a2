#include <aitb/derived.hpp>

#include "column_makers.hpp"
#include "derived_text.hpp"
#include "record_codec/chunk_codec.hpp"

namespace aitb::record_codec {
namespace {

using Row = Record;
constexpr auto integer = ColumnType::integer, text = ColumnType::text;
constexpr auto real = ColumnType::real;

Cell wall(const Record& record, std::optional<Instant> at) {
  const auto seconds = at ? wall_seconds(record, *at) : std::nullopt;
  return seconds ? Cell::of_real(*seconds) : Cell();
}

Cell latency(const Record& record) {
  const auto start = request_start(record);
  return start && record.end ? Cell::of_real(to_seconds(*record.end - *start)) : Cell();
}

Cell instant(const Chunk* chunk) { return chunk ? Cell::of(to_ns(chunk->at)) : Cell(); }

Cell tool_bytes(const Record& record, Scratch&) {
  if (!record.tool_bytes_up && !record.tool_bytes_down) return {};
  return Cell::of(
      static_cast<std::int64_t>(record.tool_bytes_up.value_or(0) + record.tool_bytes_down.value_or(0)));
}

std::int64_t generated_count(const Record& record) {
  std::int64_t count = 0;
  for (const Chunk& chunk : record.chunks) count += generated(chunk.kind) ? 1 : 0;
  return count;
}

// A member of the transport fact: null if there is no fact, and a value makes the fact on reading.
template <auto member>
constexpr Column<Record> transport(std::string_view name, std::string_view meaning) {
  return {name, ColumnType::integer, meaning,
          [](const Record& record, Scratch& scratch) {
            return record.transport ? to_cell((*record.transport).*member, scratch) : Cell();
          },
          [](Record& record, const Cell& cell) {
            if (cell.null()) return;
            if (!record.transport) record.transport.emplace();
            from_cell((*record.transport).*member, cell);
          }};
}

#define AITB_MEMBER(path) \
  [](auto& row) -> auto& { return row.path; }

const Column<Record> table[] = {
    // As the reference testbed's traffic_logs
    derived<Row>("timestamp", real, "wall time of the end, epoch seconds",
                 [](const Record& r, Scratch&) { return wall(r, r.end ? r.end : r.dispatched); }),
    stored<Row, AITB_MEMBER(place.scenario)>("scenario_id", "scenario name"),
    stored<Row, AITB_MEMBER(place.session_id)>("session_id", "one session per run and user"),
    stored<Row, AITB_MEMBER(place.turn_index)>("turn_index", "user prompt, from 0; -1 connection"),
    stored<Row, AITB_MEMBER(place.run_index)>("run_index", "repetition, from 0"),
    stored<Row, AITB_MEMBER(provider)>("provider", "as configured"),
    stored<Row, AITB_MEMBER(model)>("model", "as configured"),
    stored<Row, AITB_MEMBER(l7_up)>("request_bytes", "L7 uplink: HTTP head and body with framing"),
    stored<Row, AITB_MEMBER(l7_down)>("response_bytes", "L7 downlink"),
    derived<Row>("tokens_in", integer, "reported, else counted; token_source says which",
                 [](const Record& r, Scratch& s) { return to_cell(tokens_in(r), s); }),
    derived<Row>("tokens_out", integer, "reported, else counted",
                 [](const Record& r, Scratch& s) { return to_cell(tokens_out(r), s); }),
    derived<Row>("t_request_start", real, "wall time of the first request byte, epoch seconds",
                 [](const Record& r, Scratch&) { return wall(r, request_start(r)); }),
    derived<Row>("t_first_token", real, "wall time of the first generated chunk",
                 [](const Record& r, Scratch&) {
                   const Chunk* chunk = first_generated(r);
                   return chunk ? wall(r, chunk->at) : Cell();
                 }),
    derived<Row>("t_last_token", real, "wall time of the last generated chunk",
                 [](const Record& r, Scratch&) {
                   const Chunk* chunk = last_generated(r);
                   return chunk ? wall(r, chunk->at) : Cell();
                 }),
    derived<Row>("latency_sec", real, "end - first request byte",
                 [](const Record& r, Scratch&) { return latency(r); }),
    stored<Row, AITB_MEMBER(place.profile)>("network_profile",
                                            "profile asked for; `link` says what was in force"),
    stored<Row, AITB_MEMBER(http_status)>("http_status", "null when no response head arrived"),
    stored<Row, AITB_MEMBER(error)>("error_type", "the error in a sentence"),
    stored<Row, AITB_MEMBER(success)>("success", "0 or 1"),
    stored<Row, AITB_MEMBER(tool_calls)>("tool_calls_count", "tool calls that this answer asked for"),
    derived<Row>("total_tool_bytes", integer, "tool bytes, both directions", tool_bytes),
    derived<Row>(
        "tool_latency_sec", real, "latency of a tool call (class tool)",
        [](const Record& r, Scratch&) { return r.klass == RecordClass::tool ? latency(r) : Cell(); }),
    stored<Row, AITB_MEMBER(streaming)>("is_streaming", "0 or 1"),
    derived<Row>("chunk_count", integer, "generated chunks",
                 [](const Record& r, Scratch&) { return Cell::of(generated_count(r)); }),
    derived<Row>("inter_chunk_times", ColumnType::json, "list of seconds between generated chunks",
                 [](const Record& r, Scratch& s) {
                   std::string& out = s.next();
                   append_inter_chunk_times(r, out);
                   return Cell::of_text(out);
                 }),
    derived<Row>("metadata", ColumnType::json, "type, event_type, tool_name, protocol and the notes",
                 [](const Record& r, Scratch& s) {
                   std::string& out = s.next();
                   append_metadata(r, out);
                   return Cell::of_text(out);
                 }),
    // Where in the plan
    stored<Row, AITB_MEMBER(klass)>("class", "primary, tool, computer_action, connection, search, packet"),
    stored<Row, AITB_MEMBER(operation)>("operation", "chat, image, tool:NAME, ..."),
    stored<Row, AITB_MEMBER(place.cell)>("cell", "index of scenario x profile in the plan"),
    stored<Row, AITB_MEMBER(place.user)>("user", "simulated user, from 0"),
    stored<Row, AITB_MEMBER(place.warmup)>("warmup", "1: belongs to the warm-up, a phase of its own"),
    stored<Row, AITB_MEMBER(exchange_index)>("exchange_index", "order in its session, from 0"),
    stored<Row, AITB_MEMBER(attempt)>("attempt", "from 1"),
    stored<Row, AITB_MEMBER(final)>("final", "1: the last attempt of its exchange"),
    stored<Row, AITB_MEMBER(link)>("link", "link in force: not shaped, or asked and verified"),
    // Times, monotonic nanoseconds
    stored<Row, AITB_MEMBER(scheduled)>("t_scheduled_ns", "when it was meant to be sent"),
    stored<Row, AITB_MEMBER(dispatched)>("t_dispatched_ns", "when the host picked it up"),
    stored<Row, AITB_MEMBER(wall_start_ns)>("wall_start_ns", "wall time of t_dispatched_ns, ns since 1970"),
    stored<Row, AITB_MEMBER(dns_done)>("t_dns_ns", "name resolved; null on a kept connection"),
    stored<Row, AITB_MEMBER(tcp_done)>("t_tcp_ns", "TCP connected"),
    stored<Row, AITB_MEMBER(tls_done)>("t_tls_ns", "TLS ready"),
    stored<Row, AITB_MEMBER(sent_first)>("t_tx_first_ns", "first request byte accepted by the kernel"),
    stored<Row, AITB_MEMBER(sent_last)>("t_tx_last_ns", "last request byte accepted by the kernel"),
    stored<Row, AITB_MEMBER(received_first)>("t_rx_first_ns", "first response byte"),
    derived<Row>("t_first_chunk_ns", integer, "first generated chunk",
                 [](const Record& r, Scratch&) { return instant(first_generated(r)); }),
    derived<Row>("t_last_chunk_ns", integer, "last generated chunk",
                 [](const Record& r, Scratch&) { return instant(last_generated(r)); }),
    stored<Row, AITB_MEMBER(end)>("t_end_ns", "terminal marker or close"),
    stored<Row, AITB_MEMBER(reused)>("reused", "1: on a kept connection"),
    // Bytes of the other layers
    stored<Row, AITB_MEMBER(content_up)>("content_bytes_up", "prompt text and media"),
    stored<Row, AITB_MEMBER(content_down)>("content_bytes_down", "generated text and media"),
    transport<&TransportFact::sent>("transport_bytes_up", "TCP payload with TLS"),
    transport<&TransportFact::received>("transport_bytes_down", "TCP payload with TLS"),
    stored<Row, AITB_MEMBER(transport_method)>("transport_method", "measured or reported"),
    derived<Row>("ip_bytes_up", integer, "IP bytes, see ip_method",
                 [](const Record& r, Scratch&) {
                   const auto ip = estimated_ip_bytes(r);
                   return ip ? Cell::of(static_cast<std::int64_t>(ip->up)) : Cell();
                 }),
    derived<Row>("ip_bytes_down", integer, "IP bytes, see ip_method",
                 [](const Record& r, Scratch&) {
                   const auto ip = estimated_ip_bytes(r);
                   return ip ? Cell::of(static_cast<std::int64_t>(ip->down)) : Cell();
                 }),
    derived<Row>("ip_method", text, "how the IP bytes were estimated",
                 [](const Record& r, Scratch&) {
                   return estimated_ip_bytes(r) ? Cell::of_text(IpEstimate::method) : Cell();
                 }),
    transport<&TransportFact::sent_offset>("stream_offset_up", "position in the connection's byte stream"),
    transport<&TransportFact::received_offset>("stream_offset_down",
                                               "position in the connection's byte stream"),
    transport<&TransportFact::segments_out>("segments_out", "tcpi_segs_out difference"),
    transport<&TransportFact::segments_in>("segments_in", "tcpi_segs_in difference"),
    transport<&TransportFact::data_segments_out>("data_segments_out", "tcpi_data_segs_out difference"),
    transport<&TransportFact::data_segments_in>("data_segments_in", "tcpi_data_segs_in difference"),
    transport<&TransportFact::retransmits>("retransmits", "tcpi_total_retrans difference"),
    transport<&TransportFact::rtt_us>("rtt_us", "smoothed RTT at the end"),
    transport<&TransportFact::rtt_var_us>("rtt_var_us", "its variation"),
    transport<&TransportFact::min_rtt_us>("min_rtt_us", "least RTT of the connection"),
    transport<&TransportFact::congestion_window>("congestion_window", "segments"),
    transport<&TransportFact::mss>("mss", "sender's maximum segment size"),
    stored<Row, AITB_MEMBER(connection.local)>("local_end", "address and port"),
    stored<Row, AITB_MEMBER(connection.remote)>("remote_end", "address and port"),
    stored<Row, AITB_MEMBER(connection.tls)>("tls", "version and cipher; null: plain"),
    stored<Row, AITB_MEMBER(connection.protocol)>("protocol", "http/1.1, h2, websocket, stdio"),
    // Outcome
    stored<Row, AITB_MEMBER(error_kind)>("error_kind", "null: no error"),
    stored<Row, AITB_MEMBER(error_code)>("error_code", "the service's own"),
    stored<Row, AITB_MEMBER(retry_after)>("retry_after_ns", "the wait that the server asked for"),
    stored<Row, AITB_MEMBER(finish_reason)>("finish_reason", "stop, length, tool_calls, ..."),
    stored<Row, AITB_MEMBER(response_id)>("response_id", "the service's id"),
    stored<Row, AITB_MEMBER(response_model)>("response_model", "the model that says it answered"),
    // Tokens: as reported and as counted
    stored<Row, AITB_MEMBER(usage.input)>("reported_tokens_in", "as the service reports"),
    stored<Row, AITB_MEMBER(usage.output)>("reported_tokens_out", "as the service reports; reasoning inside"),
    stored<Row, AITB_MEMBER(usage.total)>("reported_tokens_total", "as the service reports"),
    stored<Row, AITB_MEMBER(usage.cached_input)>("reported_tokens_cached", "part of reported_tokens_in"),
    stored<Row, AITB_MEMBER(usage.reasoning)>("reported_tokens_reasoning", "part of reported_tokens_out"),
    stored<Row, AITB_MEMBER(usage.audio_input)>("reported_tokens_audio_in", "part of reported_tokens_in"),
    stored<Row, AITB_MEMBER(usage.audio_output)>("reported_tokens_audio_out", "part of reported_tokens_out"),
    stored<Row, AITB_MEMBER(counted_in)>("counted_tokens_in", "by our tokenizer"),
    stored<Row, AITB_MEMBER(counted_out)>("counted_tokens_out", "by our tokenizer"),
    stored<Row, AITB_MEMBER(count_method)>("count_method", "counted or estimated, and the encoding"),
    derived<Row>("token_source", text, "reported, counted or estimated",
                 [](const Record& r, Scratch&) { return Cell::of_text(token_source(r)); }),
    // Tools
    stored<Row, AITB_MEMBER(tool_name)>("tool_name", "class tool"),
    stored<Row, AITB_MEMBER(tool_bytes_up)>("tool_bytes_up", "arguments to the tool"),
    stored<Row, AITB_MEMBER(tool_bytes_down)>("tool_bytes_down", "result of the tool"),
    // The rest
    stored<Row, AITB_MEMBER(notes)>("notes", "further facts of the provider"),
    {"chunks", ColumnType::chunks, "every chunk: time, kernel lead, read, bytes, tokens, kind",
     [](const Record& r, Scratch& s) {
       std::string& out = s.next();
       encode_chunks(r.chunks, out);
       return Cell::of_blob(out);
     },
     [](Record& r, const Cell& cell) { r.chunks = decode_chunks(cell.bytes); }},
    stored<Row, AITB_MEMBER(request_text)>("request_text", "only with store_text", true),
    stored<Row, AITB_MEMBER(response_text)>("response_text", "only with store_text", true),
    stored<Row, AITB_MEMBER(reasoning_text)>("reasoning_text", "only with store_text", true),
    stored<Row, AITB_MEMBER(tool_text)>("tool_text", "only with store_text", true),
};

}  // namespace

std::span<const Column<Record>> record_columns() { return table; }

}  // namespace aitb::record_codec
