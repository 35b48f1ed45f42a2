#include "core/config/prerequisite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace aitb::core {
namespace {

bool is_variable(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::all_of(text.begin(), text.end(), fits);
}

std::optional<Prerequisite> parse_port(std::string_view text) {
  Prerequisite port;
  port.kind = Prerequisite::Kind::port;
  port.what = "127.0.0.1";
  if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
    port.what = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const auto end = std::from_chars(text.data(), text.data() + text.size(), port.port);
  const bool number = end.ec == std::errc() && end.ptr == text.data() + text.size();
  if (!number || port.port < 1 || port.port > 65535 || port.what.empty()) return std::nullopt;
  return port;
}

}  // namespace

std::optional<Prerequisite> parse_prerequisite(std::string_view text) {
  Prerequisite found;
  const auto rest = [&](std::string_view prefix) {
    found.what = text.substr(prefix.size());
    return !found.what.empty();
  };
  if (text.starts_with("http://") || text.starts_with("https://")) {
    found.kind = Prerequisite::Kind::url;
    found.what = text;
    return found;
  }
  if (text == "playwright_chromium" || text == "browser") {
    found.kind = Prerequisite::Kind::browser;
    return found;
  }
  if (text.starts_with("port:")) return parse_port(text.substr(5));
  if (text.starts_with("cmd:")) {
    found.kind = Prerequisite::Kind::program;
    if (rest("cmd:")) return found;
    return std::nullopt;
  }
  if (text.starts_with("file:")) {
    found.kind = Prerequisite::Kind::file;
    if (rest("file:")) return found;
    return std::nullopt;
  }
  if (text.starts_with("env:")) text.remove_prefix(4);
  if (is_variable(text)) {
    found.what = text;
    return found;
  }
  if (text.find('/') == std::string_view::npos) return std::nullopt;
  found.kind = Prerequisite::Kind::file;
  found.what = text;
  return found;
}

std::optional<std::string> refuse_prerequisite(std::string_view text) {
  if (text.starts_with("pymod:"))
    return fmt::format("\"{}\": aitb-host runs no Python modules, so none can be asked for; remove it", text);
  if (parse_prerequisite(text)) return std::nullopt;
  return fmt::format(
      "\"{}\" is no prerequisite; write NAME (an environment variable), cmd:NAME, file:PATH, port:N, "
      "port:HOST:N or a URL",
      text);
}

}  // namespace aitb::core
