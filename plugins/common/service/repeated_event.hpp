// Services stream tokens in events that are the same again and again but for one text. To recognise such an
// event takes a thirtieth of the instructions that it takes to parse it.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <aitb/prefetch.hpp>

#include "service/json_scratch.hpp"

namespace service {

/// One a stream. Exact: what it recognises would parse to the learnt value with another string in it.
class RepeatedEvent {
 public:
  /// `text` is what stands for one string of `event`, which is JSON, between its quotes. `padding` is the
  /// same for a string behind it that may differ, too, and that nobody reads; a default view if there is
  /// none.
  void learn(std::string_view event, std::string_view text, std::string_view padding);
  /// The text in the string's place if `event` is otherwise the learnt one; as long valid as `event` and
  /// until `scratch` parses again.
  std::optional<std::string_view> text(std::string_view event, JsonScratch& scratch) const;
  /// Before the event is taken out of its stream: the learnt one is likely in no cache.
  void prefetch() const noexcept { aitb::prefetch(around_.data(), around_.size()); }

 private:
  std::string around_;  // the event without its text and padding
  std::size_t text_at_ = 0, padding_at_ = 0;
};

}  // namespace service
