// What a scenario asks to be there before it runs: a variable, a program, a file, a port, a URL.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace aitb::core {

struct Prerequisite {
  enum class Kind { variable, program, file, port, url, browser };
  Kind kind = Kind::variable;
  std::string what;  ///< name, path or URL; of a port its host
  int port = 0;
};

/// "OPENAI_API_KEY", "env:NAME", "cmd:ffmpeg", "file:assets/x.png", "port:8000", "port:HOST:8000",
/// "https://…", "playwright_chromium" (a browser); nullopt if it is none of these.
std::optional<Prerequisite> parse_prerequisite(std::string_view text);
/// Why it cannot stand in a file, or nullopt.
std::optional<std::string> refuse_prerequisite(std::string_view text);

}  // namespace aitb::core
