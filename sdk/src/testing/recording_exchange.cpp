#include <aitb/testing/recording_exchange.hpp>

#include <algorithm>
#include <array>
#include <ostream>

namespace aitb::inline v1::testing {
namespace {

std::string channel_word(Channel channel) {
  static constexpr std::array<const char*, 5> words = {"answer", "reasoning", "refusal", "tool_call",
                                                       "transcript"};
  return std::string("delta ") + words.at(static_cast<std::size_t>(channel));
}

void add(std::string& text, const char* name, const std::optional<std::int64_t>& value) {
  if (!value) return;
  if (!text.empty()) text += ' ';
  text.append(name).append("=").append(std::to_string(*value));
}

}  // namespace

RecordedCall::RecordedCall(std::string what_, std::string text_)
    : what(std::move(what_)), text(std::move(text_)) {}

void PrintTo(const RecordedCall& call, std::ostream* out) { *out << call.what << " '" << call.text << "'"; }

RecordingExchange::RecordingExchange() = default;
RecordingExchange::~RecordingExchange() = default;

std::string RecordingExchange::text(Channel channel) const {
  const std::string word = channel_word(channel);
  std::string all;
  for (const RecordedCall& call : calls) {
    if (call.what == word) all += call.text;
  }
  return all;
}

int RecordingExchange::count(std::string_view what) const {
  return static_cast<int>(
      std::count_if(calls.begin(), calls.end(), [&](const RecordedCall& call) { return call.what == what; }));
}

void RecordingExchange::connection(const ConnectionFact& fact) noexcept { connections.push_back(fact); }
void RecordingExchange::request_sent(Instant, Instant, std::size_t head_bytes,
                                     std::size_t body_bytes) noexcept {
  ++requests_sent;
  head_up += head_bytes;
  body_up += body_bytes;
}
void RecordingExchange::arrived(const Arrival& arrival) noexcept { arrivals.push_back(arrival); }
void RecordingExchange::response_head(int status, std::size_t head_bytes) noexcept {
  statuses.push_back(status);
  head_down += head_bytes;
}
void RecordingExchange::response_end(std::size_t body_bytes) noexcept {
  ++response_ends;
  body_down += body_bytes;
}
void RecordingExchange::transport(const TransportFact& fact) noexcept { transports.push_back(fact); }

void RecordingExchange::request(std::string_view summary, std::size_t) noexcept {
  calls.emplace_back("request", std::string(summary));
}
void RecordingExchange::delta(Channel channel, std::string_view text) noexcept {
  calls.emplace_back(channel_word(channel), std::string(text));
}
void RecordingExchange::media(MediaKind kind, std::span<const std::byte> bytes) noexcept {
  calls.emplace_back("media " + std::string(to_string(kind)), std::to_string(bytes.size()));
}
void RecordingExchange::tool_call(const ToolCall& call) noexcept {
  tool_calls.push_back(call);
  calls.emplace_back("tool_call", call.name + " " + call.arguments);
}
void RecordingExchange::usage(const Usage& usage) noexcept {
  usages.push_back(usage);
  std::string text;
  add(text, "in", usage.input);
  add(text, "out", usage.output);
  add(text, "total", usage.total);
  add(text, "cached", usage.cached_input);
  add(text, "reasoning", usage.reasoning);
  calls.emplace_back("usage", text);
}
void RecordingExchange::keep_alive() noexcept { calls.emplace_back("keep_alive", ""); }
void RecordingExchange::done() noexcept { calls.emplace_back("done", ""); }
void RecordingExchange::finish_reason(std::string_view reason) noexcept {
  calls.emplace_back("finish_reason", std::string(reason));
}
void RecordingExchange::identify(std::string_view response_id, std::string_view model) noexcept {
  calls.emplace_back("identify", std::string(response_id) + " " + std::string(model));
}
void RecordingExchange::note(std::string_view key, std::string_view value) noexcept {
  calls.emplace_back("note", std::string(key) + "=" + std::string(value));
}
void RecordingExchange::bytes(std::uint64_t sent, std::uint64_t received) noexcept {
  calls.emplace_back("bytes", std::to_string(sent) + " " + std::to_string(received));
}

}  // namespace aitb::inline v1::testing
