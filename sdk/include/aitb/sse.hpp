// Server-sent events (WHATWG HTML §9.2): an incremental parser and a writer.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include <aitb/api.hpp>

namespace aitb::inline v1 {

/// One dispatched event or comment. Views are valid during the callback only.
class AITB_API SseEvent {
 public:
  std::string_view event;  ///< empty: "message"
  std::string_view data;   ///< data lines joined by \n
  std::string_view id;
  std::string_view comment;  ///< for is_comment: text after the colon
  bool is_comment = false;
  int retry_ms = -1;
};

/// Push parser: bytes may be split anywhere (within UTF-8, CRLF, BOM, field names). A line over `max_line`
/// bytes throws Error(protocol). Not thread-safe.
class AITB_API SseParser {
 public:
  explicit SseParser(std::size_t max_line = 16u << 20);

  /// Calls `each(const SseEvent&)` for every event completed by `bytes`. A block with whole events is not
  /// copied.
  template <class Each>
  void feed(std::string_view bytes, Each&& each) {
    const void* callable = &each;
    feed(bytes, &thunk<std::remove_reference_t<Each>>, const_cast<void*>(callable));
  }
  /// True if the stream ended inside an event (data without its blank line): the tail is lost by the
  /// standard.
  bool partial() const noexcept;

 private:
  using Call = void (*)(void*, const SseEvent&);
  template <class Each>
  static void thunk(void* each, const SseEvent& event) {
    (*static_cast<Each*>(each))(event);
  }
  void feed(std::string_view bytes, Call call, void* each);
  void line(std::string_view line, Call call, void* each);

  std::size_t max_line_;
  std::string pending_;  // an unfinished line
  std::string data_, event_, id_;
  std::string_view single_;  // the only data line of the event, still in the caller's block
  bool has_data_ = false, skip_lf_ = false, at_start_ = true;
  int retry_ms_ = -1;
};

/// [any] "data: …\n\n" (a line break in `data` becomes a further data line), with `event:` if given.
AITB_API void append_sse(std::string& out, std::string_view data, std::string_view event = {});

}  // namespace aitb::inline v1
