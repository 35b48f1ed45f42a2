// Text as HTML and as a part of a URL.
#include <algorithm>
#include <charconv>

#include "answer.hpp"

namespace search_simulator {
namespace {

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool same(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#x27;";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

Call::Call(const aitb::ServerRequest& request) {
  for (const char c : request.method == "POST" ? request.body : request.query) {
    c == '+' ? parameters_.query.append("%20") : parameters_.query.append(1, c);
  }
}

std::optional<int> Call::number(std::string_view name, int otherwise) const {
  const std::string text = value(name);
  if (text.empty()) return otherwise;
  int number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  append_escaped(out, text);
  return out;
}

std::string marked(std::string_view text, const std::vector<std::string>& words, std::string_view tag) {
  std::string out;
  out.reserve(text.size() * 2);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && in_word(text[end])) ++end;
    if (end == at) {
      append_escaped(out, text.substr(at++, 1));
      continue;
    }
    const std::string_view word = text.substr(at, end - at);
    const bool hit =
        std::any_of(words.begin(), words.end(), [&](const std::string& one) { return same(one, word); });
    if (hit) out.append("<").append(tag).append(">");
    append_escaped(out, word);
    if (hit) out.append("</").append(tag).append(">");
    at = end;
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && (in_word(c) || c == '-' || c == '.' || c == '_' || c == '~')) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4u];
      out += kDigits[byte & 15u];
    }
  }
  return out;
}

}  // namespace search_simulator
