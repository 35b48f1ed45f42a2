#include "service/peer.hpp"

namespace service {
namespace {

constexpr std::size_t kExcerpt = 160;

}  // namespace

std::string Peer::redact(std::string text) const {
  if (key_.empty()) return text;
  for (std::size_t at = text.find(key_); at != std::string::npos; at = text.find(key_, at)) {
    text.replace(at, key_.size(), "***");
  }
  return text;
}

std::string Peer::excerpt(std::string_view text) const {
  std::string line = redact(std::string(text.substr(0, kExcerpt + key_.size())));
  if (line.size() > kExcerpt) {
    std::size_t end = kExcerpt;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0u) == 0x80u) --end;
    line.resize(end);
    line += "…";
  }
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20u || c == 0x7f) c = ' ';
  }
  return line;
}

}  // namespace service
