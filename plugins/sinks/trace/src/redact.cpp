#include "redact.hpp"

#include <algorithm>
#include <array>

namespace trace {
namespace {

constexpr std::string_view blot = "[redacted]";
constexpr std::array<std::string_view, 9> words{"authorization", "api_key",    "api-key",
                                                "token",         "password",   "secret",
                                                "cookie",        "credential", "signature"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_name(char c) {
  c = lower(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
bool is_secret_letter(char c) {
  return is_name(c) || c == '.' || c == '/' || c == '+' || c == '=' || c == '~';
}

bool begins(std::string_view text, std::size_t at, std::string_view word) {
  if (text.size() - at < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (lower(text[at + i]) != word[i]) return false;
  return true;
}

/// Past a name that ends in one of the words, its separator and quote: where the value begins; npos if none.
std::size_t value_behind(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_name(text[end])) ++end;
  const std::string_view name = text.substr(at, end - at);
  const auto speaks = [&](std::string_view word) {
    return name.size() >= word.size() && begins(name, name.size() - word.size(), word);
  };
  if (!std::any_of(words.begin(), words.end(), speaks)) return std::string_view::npos;
  if (end < text.size() && text[end] == '\\') ++end;  // JSON inside JSON
  if (end < text.size() && (text[end] == '"' || text[end] == '\'')) ++end;
  while (end < text.size() && text[end] == ' ') ++end;
  if (end >= text.size() || (text[end] != ':' && text[end] != '=')) return std::string_view::npos;
  ++end;
  while (end < text.size() && text[end] == ' ') ++end;
  if (end < text.size() && text[end] == '\\') ++end;
  if (end < text.size() && (text[end] == '"' || text[end] == '\'')) ++end;
  return end;
}

/// Where a quoted value ends at its quote, an open one at its line.
std::size_t value_end(std::string_view text, std::size_t at) {
  const char before = text[at - 1];
  const std::string_view stops =
      before == '"' || before == '\'' ? std::string_view("\"'\\\n") : std::string_view("\n,;}&");
  return std::min(text.find_first_of(stops, at), text.size());
}

}  // namespace

std::string without_secrets(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const bool fresh = at == 0 || !is_name(text[at - 1]);
    if (fresh && is_name(text[at])) {
      if (const std::size_t value = value_behind(text, at);
          value != std::string_view::npos && value < text.size()) {
        const std::size_t end = value_end(text, value);
        out.append(text.substr(at, value - at));
        if (end > value) out.append(blot);
        at = end;
        continue;
      }
      const std::size_t skip = begins(text, at, "bearer ") ? 7 : begins(text, at, "sk-") ? 3 : 0;
      if (skip > 0) {
        std::size_t end = at + skip;
        while (end < text.size() && is_secret_letter(text[end])) ++end;
        if (end - at >= skip + 8) {
          out.append(text.substr(at, skip == 7 ? 7 : 0)).append(blot);
          at = end;
          continue;
        }
      }
    }
    out.push_back(text[at++]);
  }
  return out;
}

}  // namespace trace
