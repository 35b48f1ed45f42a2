// One line that a program writes: what it may say, and how it is read. Foreign bytes, so nothing is trusted.
#pragma once
#include <aitb/error.hpp>
#include <aitb/exchange.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exec {

inline constexpr std::string_view protocol_name = "aitb.exec/1";

class Event {
 public:
  enum class Kind { hello, delta, tool_call, media, usage, bytes, keep_alive, note, identify, done, error };

  Event();
  Kind kind = Kind::hello;
  std::uint64_t id = 0;  ///< of the request; 0 in hello
  std::string text;      ///< delta, media (decoded), note (value), error (message), hello (name)
  std::string key;       ///< note; identify: response id; done: finish reason; error: the vendor's code
  std::string model;     ///< identify
  aitb::Channel channel = aitb::Channel::answer;
  aitb::MediaKind media = aitb::MediaKind::image;
  aitb::ToolCall call;
  aitb::Usage usage;
  std::uint64_t sent = 0, received = 0;  ///< bytes
  aitb::ErrorKind error_kind = aitb::ErrorKind::server_error;
  int http_status = 0;
  std::optional<aitb::Duration> retry_after;
  std::vector<std::string> faces;  ///< hello
};

/// Throws Error(protocol) that says what is wrong and shows the beginning of the line.
Event parse_event(std::string_view line);

}  // namespace exec
