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

}  // namespace

void RepeatedEvent::learn(std::string_view event, std::string_view text, std::string_view padding) {
  around_.clear();
  around_.reserve(event.size() - text.size());  // no more: each of thousands of streams has one
  text_at_ = static_cast<std::size_t>(text.data() - event.data());
  around_ += event.substr(0, text_at_);
  event.remove_prefix(text_at_ + text.size());
  padding_at_ = 0;
  if (padding.data() > text.data()) {
    const auto before = static_cast<std::size_t>(padding.data() - event.data());
    around_ += event.substr(0, before);
    padding_at_ = around_.size();
    event.remove_prefix(before + padding.size());
  }
  around_ += event;
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
