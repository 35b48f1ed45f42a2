#include <aitb/sse.hpp>

#include <charconv>
#include <cstring>

#include <aitb/error.hpp>

namespace aitb::inline v1 {

SseParser::SseParser(std::size_t max_line) : max_line_(max_line) {}

bool SseParser::partial() const noexcept { return has_data_ || !pending_.empty(); }

void SseParser::feed(std::string_view bytes, Call call, void* each) {
  if (at_start_ && !bytes.empty()) {
    // A byte order mark may lead the stream; it may also come split, hence through pending_.
    constexpr std::string_view bom = "\xEF\xBB\xBF";
    if (pending_.empty() && (bytes.front() != bom.front() || bytes.starts_with(bom))) {
      if (bytes.starts_with(bom)) bytes.remove_prefix(bom.size());
      at_start_ = false;
    } else {
      pending_ += bytes;
      if (pending_.size() < bom.size() && bom.starts_with(pending_)) return;
      at_start_ = false;
      std::string rest = std::move(pending_);
      pending_.clear();
      std::string_view view = rest;
      if (view.starts_with(bom)) view.remove_prefix(bom.size());
      feed(view, call, each);
      return;
    }
  }
  if (skip_lf_ && !bytes.empty()) {
    if (bytes.front() == '\n') bytes.remove_prefix(1);
    skip_lf_ = false;
  }
  while (!bytes.empty()) {
    const auto* newline = static_cast<const char*>(std::memchr(bytes.data(), '\n', bytes.size()));
    std::size_t end = newline ? static_cast<std::size_t>(newline - bytes.data()) : bytes.size();
    const auto* carriage = static_cast<const char*>(std::memchr(bytes.data(), '\r', end));
    std::size_t next = end + 1;
    if (carriage) {
      end = static_cast<std::size_t>(carriage - bytes.data());
      next = end + 1;
      if (next < bytes.size()) {
        if (bytes[next] == '\n') ++next;
      } else {
        skip_lf_ = true;  // its line feed may come with the next read
      }
    }
    if (pending_.size() + end > max_line_) {
      throw Error(ErrorKind::protocol, "reading an event stream: a line is longer than " +
                                           std::to_string(max_line_) +
                                           " bytes; the server does not send server-sent events");
    }
    if (!carriage && !newline) {
      pending_ += bytes;
      break;
    }
    if (pending_.empty()) {
      line(bytes.substr(0, end), call, each);
    } else {
      pending_ += bytes.substr(0, end);
      const std::string whole = std::move(pending_);
      pending_.clear();
      line(whole, call, each);
      if (has_data_ && !single_.empty()) {
        data_.assign(single_);
        single_ = {};
      }
    }
    bytes.remove_prefix(next);
  }
  // The caller's block goes away: an event without its blank line must own its data from here on.
  if (!single_.empty()) {
    data_.assign(single_);
    single_ = {};
  }
}

void SseParser::line(std::string_view text, Call call, void* each) {
  if (text.empty()) {
    if (has_data_) {
      SseEvent event;
      event.data = single_.empty() ? std::string_view(data_) : single_;
      event.event = event_;
      event.id = id_;
      event.retry_ms = retry_ms_;
      has_data_ = false;
      call(each, event);
    }
    // By the standard an event without data is not dispatched, but its name is forgotten.
    data_.clear();
    single_ = {};
    event_.clear();
    retry_ms_ = -1;
    return;
  }
  const std::size_t colon = text.find(':');
  std::string_view value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  if (colon == 0) {
    SseEvent event;
    event.comment = value;
    event.is_comment = true;
    call(each, event);
    return;
  }
  const std::string_view name = text.substr(0, colon);
  if (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  if (name == "data") {
    if (!has_data_) {
      has_data_ = true;
      single_ = value;
      data_.clear();
      return;
    }
    if (!single_.empty()) {
      data_.assign(single_);
      single_ = {};
    }
    data_ += '\n';
    data_ += value;
  } else if (name == "event") {
    event_.assign(value);
  } else if (name == "id") {
    if (value.find('\0') == std::string_view::npos) id_.assign(value);
  } else if (name == "retry") {
    int wait = -1;
    const auto end = std::from_chars(value.data(), value.data() + value.size(), wait);
    if (end.ec == std::errc() && end.ptr == value.data() + value.size() && wait >= 0) retry_ms_ = wait;
  }
}

void append_sse(std::string& out, std::string_view data, std::string_view event) {
  if (!event.empty()) out.append("event: ").append(event).append("\n");
  while (true) {
    const std::size_t end = data.find('\n');
    out.append("data: ").append(data.substr(0, end)).append("\n");
    if (end == std::string_view::npos) break;
    data.remove_prefix(end + 1);
  }
  out += '\n';
}

}  // namespace aitb::inline v1
