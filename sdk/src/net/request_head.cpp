#include "net/request_head.hpp"

#include <algorithm>
#include <array>

namespace aitb::net {
namespace {

bool same_name(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return (x >= 'A' && x <= 'Z' ? x + 32 : x) == (y >= 'A' && y <= 'Z' ? y + 32 : y);
  });
}

bool is_token(std::string_view text) noexcept {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view text) noexcept {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

/// What the client alone may say, because its framing and its connections depend on it.
bool is_ours(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 4> ours = {"host", "content-length", "connection",
                                                    "transfer-encoding"};
  return std::any_of(ours.begin(), ours.end(), [&](std::string_view own) { return same_name(own, name); });
}

void add(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string request_head(const HttpRequest& request, const Target& target) {
  if (!is_token(request.method)) {
    throw Error(ErrorKind::config, "making an HTTP request: '" + request.method + "' is not a method");
  }
  std::string head;
  head.reserve(512);
  head.append(request.method).append(" ").append(target.path).append(" HTTP/1.1\r\n");
  add(head, "Host", target.authority);
  for (const auto& [name, value] : request.headers.all()) {
    if (!is_token(name) || !is_value(value)) {
      throw Error(ErrorKind::config, "making an HTTP request: the header '" + name +
                                         "' holds a character that no header may hold");
    }
    if (!is_ours(name)) add(head, name, value);
  }
  if (!request.headers.has("User-Agent")) add(head, "User-Agent", "aitb");
  if (!request.headers.has("Accept")) add(head, "Accept", "*/*");
  // Compressed answers would hide the sizes that this tool is about.
  if (!request.headers.has("Accept-Encoding")) add(head, "Accept-Encoding", "identity");
  const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
                        request.method == "PATCH";
  if (has_body) add(head, "Content-Length", std::to_string(request.body.size()));
  return head.append("\r\n");
}

}  // namespace aitb::net
