#include "service/repeated_event.hpp"

#include <boost/json/string.hpp>

#include "service/json_read.hpp"

namespace service {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;

struct Literal {
  std::size_t size = nowhere;  // without the quotes; nowhere: it has no end
  bool plain = true;           // means what it says: ASCII, nothing escaped
};

/// Of the string that begins after an opening quote.
Literal literal(std::string_view rest) noexcept {
  Literal out;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const auto byte = static_cast<unsigned char>(rest[i]);
    if (byte == '"') {
      out.size = i;
      return out;
    }
    if (byte == '\\') ++i;
    if (byte == '\\' || byte < 0x20 || byte >= 0x80) out.plain = false;
  }
  return out;
}

/// Where the value of the only member with this name begins, if it is a string, behind its quote. The quotes
/// within strings are escaped, so a quoted name that is there once is not in a text.
std::size_t value_of(std::string_view event, std::string_view key) {
  constexpr std::string_view space = " \t\r\n";
  const std::string name = '"' + std::string(key) + '"';
  const std::size_t found = event.find(name);
  if (found == nowhere || event.find(name, found + 1) != nowhere) return nowhere;
  const std::size_t colon = event.find_first_not_of(space, found + name.size());
  if (colon == nowhere || event[colon] != ':') return nowhere;
  const std::size_t at = event.find_first_not_of(space, colon + 1);
  return at != nowhere && event[at] == '"' ? at + 1 : nowhere;
}

}  // namespace

void RepeatedEvent::learn(std::string_view event, std::string_view key, std::string_view padding) {
  around_.clear();
  const std::size_t at = value_of(event, key);
  if (at == nowhere) return;
  const Literal text = literal(event.substr(at));
  if (text.size == nowhere) return;
  std::string around;
  around.reserve(event.size() - text.size);  // no more: each of thousands of streams has one
  around += event.substr(0, at);
  event.remove_prefix(at + text.size);
  padding_at_ = 0;
  if (const std::size_t pad = value_of(event, padding); pad != nowhere) {
    const Literal padded = literal(event.substr(pad));
    if (padded.size == nowhere) return;
    around += event.substr(0, pad);
    padding_at_ = around.size();
    event.remove_prefix(pad + padded.size);
  }
  around += event;
  // An escape could spell the member's name in another way.
  if (around.find('\\') != nowhere) return;
  around_ = std::move(around);
  text_at_ = at;
}

std::optional<std::string_view> RepeatedEvent::text(std::string_view event, JsonScratch& scratch) const {
  std::string_view around = around_;
  const auto eat = [&](std::size_t size) {
    if (!event.starts_with(around.substr(0, size))) return false;
    event.remove_prefix(size);
    around.remove_prefix(size);
    return true;
  };
  if (around.empty() || !eat(text_at_)) return std::nullopt;
  const std::string_view from_text = event;
  const Literal found = literal(from_text);
  if (found.size == nowhere) return std::nullopt;
  event.remove_prefix(found.size);
  if (padding_at_ != 0) {
    if (!eat(padding_at_ - text_at_)) return std::nullopt;
    const Literal padded = literal(event);
    if (padded.size == nowhere || !padded.plain) return std::nullopt;
    event.remove_prefix(padded.size);
  }
  if (event != around) return std::nullopt;
  if (found.plain) return from_text.substr(0, found.size);
  const std::string_view quoted(from_text.data() - 1, found.size + 2);
  const boost::json::value* value = scratch.parse(quoted);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return view(value->get_string());
}

}  // namespace service
