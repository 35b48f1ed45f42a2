#include "html.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace search {
namespace {

constexpr std::size_t npos = std::string_view::npos;

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_letter(char c) noexcept { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

bool same(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

void append_utf8(std::string& out, std::uint32_t point) {
  if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) point = 0xFFFD;
  if (point < 0x80) {
    out += static_cast<char>(point);
    return;
  }
  const auto tail = [&out](std::uint32_t bits) { out += static_cast<char>(0x80u | (bits & 0x3Fu)); };
  if (point < 0x800) {
    out += static_cast<char>(0xC0u | (point >> 6u));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0u | (point >> 12u));
    tail(point >> 6u);
  } else {
    out += static_cast<char>(0xF0u | (point >> 18u));
    tail(point >> 12u);
    tail(point >> 6u);
  }
  tail(point);
}

struct Named {
  std::string_view name;
  std::uint32_t point;
};
/// Those that result pages use; others stay as they are.
constexpr std::array<Named, 40> kNamed = {
    {{"amp", '&'},      {"lt", '<'},       {"gt", '>'},        {"quot", '"'},      {"apos", '\''},
     {"nbsp", 0xA0},    {"ndash", 0x2013}, {"mdash", 0x2014},  {"hellip", 0x2026}, {"lsquo", 0x2018},
     {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D},  {"sbquo", 0x201A},  {"bdquo", 0x201E},
     {"laquo", 0xAB},   {"raquo", 0xBB},   {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"bull", 0x2022},
     {"middot", 0xB7},  {"copy", 0xA9},    {"reg", 0xAE},      {"trade", 0x2122},  {"deg", 0xB0},
     {"times", 0xD7},   {"euro", 0x20AC},  {"pound", 0xA3},    {"sect", 0xA7},     {"para", 0xB6},
     {"auml", 0xE4},    {"ouml", 0xF6},    {"uuml", 0xFC},     {"Auml", 0xC4},     {"Ouml", 0xD6},
     {"Uuml", 0xDC},    {"szlig", 0xDF},   {"eacute", 0xE9},   {"egrave", 0xE8},   {"ccedil", 0xE7}}};

/// "#39", "#x27" or a name → its character; false if it is none.
bool append_entity(std::string& out, std::string_view entity) {
  if (entity.starts_with('#')) {
    entity.remove_prefix(1);
    int base = 10;
    if (entity.starts_with('x') || entity.starts_with('X')) {
      base = 16;
      entity.remove_prefix(1);
    }
    std::uint32_t point = 0;
    const char* end = entity.data() + entity.size();
    const auto [stop, failed] = std::from_chars(entity.data(), end, point, base);
    if (entity.empty() || stop != end || failed == std::errc::invalid_argument) return false;
    append_utf8(out, failed == std::errc() ? point : 0xFFFD);
    return true;
  }
  const auto* found =
      std::find_if(kNamed.begin(), kNamed.end(), [&](const Named& one) { return one.name == entity; });
  if (found == kNamed.end()) return false;
  append_utf8(out, found->point);
  return true;
}

}  // namespace

bool HtmlWalker::is(std::string_view name) const noexcept { return same(name_, name); }

std::string_view HtmlWalker::attribute(std::string_view name) const noexcept {
  for (const auto& [key, value] : attributes_) {
    if (same(key, name)) return value;
  }
  return {};
}

bool HtmlWalker::has_class(std::string_view name) const noexcept {
  std::string_view classes = attribute("class");
  while (!classes.empty()) {
    std::size_t end = 0;
    while (end < classes.size() && !is_space(classes[end])) ++end;
    if (classes.substr(0, end) == name) return true;
    classes.remove_prefix(std::min(classes.size(), end + 1));
  }
  return false;
}

void HtmlWalker::skip_past(std::string_view mark) {
  const std::size_t found = html_.find(mark, at_);
  at_ = found == npos ? html_.size() : found + mark.size();
}

bool HtmlWalker::next() {
  while (at_ < html_.size()) {
    const std::string_view rest = html_.substr(at_);
    if (rest.starts_with("<!--")) {
      at_ += 4;
      skip_past("-->");
    } else if (rest.starts_with("<!") || rest.starts_with("<?")) {
      skip_past(">");
    } else if (rest.size() > 1 && rest[0] == '<' && (is_letter(rest[1]) || rest[1] == '/')) {
      read_tag();
      return true;
    } else {
      kind_ = Kind::text;
      text_ = rest.substr(0, rest.find('<', 1));
      at_ += text_.size();
      return true;
    }
  }
  return false;
}

void HtmlWalker::read_tag() {
  attributes_.clear();
  ++at_;
  kind_ = Kind::open;
  if (html_[at_] == '/') {
    kind_ = Kind::close;
    ++at_;
  }
  const std::size_t start = at_;
  while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '/' && html_[at_] != '>') ++at_;
  name_ = html_.substr(start, at_ - start);
  read_attributes();
  if (kind_ != Kind::open) return;
  for (const std::string_view raw : {"script", "style"}) {
    if (!is(raw)) continue;
    // Its inside is not HTML; its end tag is the next thing seen.
    while (at_ < html_.size()) {
      at_ = std::min(html_.find("</", at_), html_.size());
      if (at_ + 2 + raw.size() > html_.size()) at_ = html_.size();
      if (at_ == html_.size() || same(html_.substr(at_ + 2, raw.size()), raw)) return;
      at_ += 2;
    }
  }
}

void HtmlWalker::read_attributes() {
  const auto ends = [this](std::size_t at) { return at >= html_.size(); };
  while (!ends(at_) && html_[at_] != '>') {
    if (is_space(html_[at_]) || html_[at_] == '/') {
      ++at_;
      continue;
    }
    const std::size_t start = at_++;  // an attribute's name may begin with '='
    while (!ends(at_) && !is_space(html_[at_]) && html_[at_] != '=' && html_[at_] != '>' && html_[at_] != '/')
      ++at_;
    const std::string_view key = html_.substr(start, at_ - start);
    while (!ends(at_) && is_space(html_[at_])) ++at_;
    std::string_view value;
    if (!ends(at_) && html_[at_] == '=') {
      ++at_;
      while (!ends(at_) && is_space(html_[at_])) ++at_;
      if (!ends(at_) && (html_[at_] == '"' || html_[at_] == '\'')) {
        const std::size_t begin = at_ + 1;
        const std::size_t close = std::min(html_.find(html_[at_], begin), html_.size());
        value = html_.substr(begin, close - begin);
        at_ = std::min(close + 1, html_.size());
      } else {
        const std::size_t begin = at_;
        while (!ends(at_) && !is_space(html_[at_]) && html_[at_] != '>') ++at_;
        value = html_.substr(begin, at_ - begin);
      }
    }
    attributes_.emplace_back(key, value);
  }
  if (!ends(at_)) ++at_;
}

std::string decode_entities(std::string_view text) {
  constexpr std::size_t kLongest = 12;
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t amp = text.find('&');
    out.append(text.substr(0, amp));
    if (amp == npos) break;
    text.remove_prefix(amp);
    const std::size_t end = text.substr(0, kLongest).find(';');
    if (end != npos && append_entity(out, text.substr(1, end - 1))) {
      text.remove_prefix(end + 1);
    } else {
      out += '&';
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool blank = false;
  for (const char c : text) {
    if (is_space(c)) {
      blank = !out.empty();
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

std::string plain_text(std::string_view html) {
  std::string text;
  for (HtmlWalker walker(html); walker.next();) {
    if (walker.kind() == HtmlWalker::Kind::text) text += walker.text();
  }
  return one_line(decode_entities(text));
}

}  // namespace search
