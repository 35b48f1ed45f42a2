// An Exchange that writes down every call as one line, so that a test can compare what happened.
#pragma once
#include <aitb/exchange.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openai_test {

class Recorder final : public aitb::Exchange {
 public:
  std::vector<std::string> lines;
  std::map<std::string, int> counts;
  std::map<std::string, std::string> texts;  ///< by channel, joined
  std::vector<aitb::ToolCall> calls;
  std::optional<aitb::Usage> last_usage;
  std::string request_summary;
  std::size_t request_bytes = 0;

  void connection(const aitb::ConnectionFact&) noexcept override {}
  void request_sent(aitb::Instant, aitb::Instant, std::size_t, std::size_t) noexcept override {}
  void arrived(const aitb::Arrival&) noexcept override {}
  void response_head(int, std::size_t) noexcept override {}
  void response_end(std::size_t) noexcept override {}
  void transport(const aitb::TransportFact&) noexcept override {}

  void request(std::string_view summary, std::size_t bytes) noexcept override {
    request_summary = summary;
    request_bytes = bytes;
  }
  void delta(aitb::Channel channel, std::string_view text) noexcept override {
    if (text.empty()) {
      lines.emplace_back("role");
      ++counts["role"];
      return;
    }
    const std::string name = channel_name(channel);
    lines.push_back(name + "|" + std::string(text));
    ++counts[name];
    texts[name] += text;
  }
  void media(aitb::MediaKind kind, std::span<const std::byte> bytes) noexcept override {
    lines.push_back("media|" + std::string(to_string(kind)) + "|" + std::to_string(bytes.size()));
  }
  void tool_call(const aitb::ToolCall& call) noexcept override {
    lines.push_back("call|" + call.id + "|" + call.name + "|" + call.arguments);
    calls.push_back(call);
  }
  void usage(const aitb::Usage& usage) noexcept override {
    lines.emplace_back("usage");
    last_usage = usage;
  }
  void keep_alive() noexcept override {
    lines.emplace_back("keep-alive");
    ++counts["keep-alive"];
  }
  void done() noexcept override { lines.emplace_back("done"); }
  void finish_reason(std::string_view reason) noexcept override {
    lines.push_back("finish|" + std::string(reason));
  }
  void identify(std::string_view id, std::string_view model) noexcept override {
    lines.push_back("identify|" + std::string(id) + "|" + std::string(model));
  }
  void note(std::string_view key, std::string_view value) noexcept override {
    lines.push_back("note|" + std::string(key) + "|" + std::string(value));
  }
  void bytes(std::uint64_t, std::uint64_t) noexcept override {}

 private:
  static std::string channel_name(aitb::Channel channel) {
    switch (channel) {
      case aitb::Channel::answer:
        return "answer";
      case aitb::Channel::reasoning:
        return "reasoning";
      case aitb::Channel::refusal:
        return "refusal";
      case aitb::Channel::tool_call:
        return "tool_call";
      case aitb::Channel::transcript:
        return "transcript";
    }
    return "?";
  }
};

}  // namespace openai_test
