#include "service/repeated_event.hpp"

#include <boost/json/string.hpp>

#include "service/json_read.hpp"
#include "service/json_text.hpp"

namespace service {
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
  const std::size_t size = string_size(event);
  if (size == std::string_view::npos) return std::nullopt;
  const std::string_view found = event.substr(0, size);
  event.remove_prefix(size);
  if (padding_at_ != 0) {
    if (!eat(padding_at_ - text_at_)) return std::nullopt;
    const std::size_t padded = string_size(event);
    if (padded == std::string_view::npos || !is_plain(event.substr(0, padded))) return std::nullopt;
    event.remove_prefix(padded);
  }
  if (event != around) return std::nullopt;
  if (is_plain(found)) return found;
  const std::string_view quoted(found.data() - 1, size + 2);
  const boost::json::value* value = scratch.parse(quoted);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return view(value->get_string());
}

}  // namespace service
