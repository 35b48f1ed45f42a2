#include <sim_kit/clues.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include <sim_kit/ask.hpp>

namespace sim_kit {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongest = 200;  // of a prompt that becomes an argument
constexpr std::string_view kQuotes = "\"'`";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

template <std::size_t Count>
bool has_any(std::string_view name, const std::array<std::string_view, Count>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

std::string_view trim(std::string_view word) {
  constexpr std::string_view kAround = "()[]{}<>,;:!?\"'`";
  while (!word.empty() && kAround.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  while (!word.empty() && (kAround.find(word.back()) != std::string_view::npos || word.back() == '.'))
    word.remove_suffix(1);
  return word;
}

template <class T>
const T* at(const std::vector<T>& all, std::size_t nth) {
  return all.empty() ? nullptr : &all[nth % all.size()];
}

/// The first text or number under `key`, at any depth.
const json::value* search(const json::value& in, std::string_view key, int depth = 0) {
  if (depth > 8) return nullptr;
  if (const json::object* object = in.if_object()) {
    const json::value* here = object->if_contains(key);
    if (here != nullptr && (here->is_string() || here->is_number())) return here;
    for (const auto& member : *object) {
      if (const json::value* found = search(member.value(), key, depth + 1)) return found;
    }
  } else if (const json::array* array = in.if_array()) {
    for (const json::value& one : *array) {
      if (const json::value* found = search(one, key, depth + 1)) return found;
    }
  }
  return nullptr;
}

std::string_view type_of(const json::object& schema) {
  const json::value* type = schema.if_contains("type");
  return type != nullptr && type->is_string() ? view(type->get_string()) : std::string_view();
}

double limit(const json::object& schema, std::string_view name, double otherwise) {
  const json::value* value = schema.if_contains(name);
  return value != nullptr && value->is_number() ? value->to_number<double>() : otherwise;
}

}  // namespace

Clues::Clues(std::string prompt, const std::vector<CallMade>& calls) : prompt_(std::move(prompt)) {
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    if (!call->result || call->failed) continue;
    json::error_code failed;
    json::value value = json::parse(*call->result, failed);
    if (!failed) found_.push_back(std::move(value));
    read(*call->result, false);
  }
  read(prompt_, true);
}

void Clues::read(std::string_view text, bool from_prompt) {
  if (from_prompt) {
    for (std::size_t open = text.find_first_of(kQuotes); open != std::string_view::npos;) {
      const std::size_t close = text.find(text[open], open + 1);
      if (close == std::string_view::npos) break;
      if (close - open > 2 && close - open < kLongest)
        quoted_.emplace_back(text.substr(open + 1, close - open - 1));
      open = text.find_first_of(kQuotes, close + 1);
    }
  }
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n\"<>()", begin), text.size());
    if (end > begin) word(trim(text.substr(begin, end - begin)), from_prompt);
    begin = end + 1;
  }
}

void Clues::word(std::string_view word, bool from_prompt) {
  if (word.empty()) return;
  if (word.starts_with("http://") || word.starts_with("https://")) {
    urls_.emplace_back(word);
  } else if (word.size() > 1 && (word.front() == '/' || word.starts_with("./"))) {
    paths_.emplace_back(word);
  } else if (const std::size_t at = word.find('@'); at > 0 && at != std::string_view::npos) {
    mails_.emplace_back(word);
  }
  if (!from_prompt) return;
  double number = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  if (read.ec == std::errc() && read.ptr == word.data() + word.size() && std::isfinite(number)) {
    numbers_.push_back(number);
    return;
  }
  const bool first = word.data() == prompt_.data();
  if (!first && std::isupper(static_cast<unsigned char>(word.front())) != 0 && word.size() > 1)
    names_.emplace_back(word);
  if (word.size() >= 5) topics_.emplace_back(word);
}

/// The prompt itself; for repeated calls one of its words.
std::string Clues::topic(std::size_t nth) const {
  if (nth > 0 && !topics_.empty()) return topics_[(nth - 1) % topics_.size()];
  return excerpt(prompt_, kLongest);
}

std::optional<json::value> Clues::text_for(std::string_view name, std::size_t nth) const {
  static constexpr std::array<std::string_view, 4> kUrl = {"url", "uri", "link", "href"};
  static constexpr std::array<std::string_view, 4> kPath = {"path", "file", "dir", "folder"};
  static constexpr std::array<std::string_view, 3> kMail = {"email", "mail", "recipient"};
  static constexpr std::array<std::string_view, 8> kName = {"city",    "location", "place", "country",
                                                            "company", "person",   "name",  "title"};
  const std::string* found = nullptr;
  if (has_any(name, kUrl)) {
    found = at(urls_, nth);
    if (found == nullptr) return std::nullopt;
  } else if (has_any(name, kMail)) {
    found = at(mails_, nth);
    if (found == nullptr) return std::nullopt;
  } else if (has_any(name, kPath)) {
    found = at(paths_, nth);
    if (found == nullptr) found = at(quoted_, nth);
  } else if (has_any(name, kName)) {
    found = at(quoted_, nth);
    if (found == nullptr) found = at(names_, nth);
  }
  if (found != nullptr) return json::value(*found);
  std::string text = topic(nth);
  if (text.empty()) return std::nullopt;
  return json::value(text);
}

std::optional<json::value> Clues::number_for(const json::object& schema, bool whole, std::size_t nth) const {
  const double low = limit(schema, "minimum", -1e15), high = limit(schema, "maximum", 1e15);
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    const double number = numbers_[(nth + i) % numbers_.size()];
    if (number < low || number > high) continue;
    if (!whole) return json::value(number);
    if (std::floor(number) == number) return json::value(static_cast<std::int64_t>(number));
  }
  return std::nullopt;
}

std::optional<json::value> Clues::suggest(std::string_view property, const json::object& schema,
                                          std::size_t nth) const {
  const std::string name = lower(property);
  const std::string_view type = type_of(schema);
  if (const json::value* values = schema.if_contains("enum"); values != nullptr && values->is_array()) {
    const std::string said = lower(prompt_);
    for (const json::value& one : values->get_array()) {
      if (one.is_string() && said.find(lower(view(one.get_string()))) != std::string::npos) return one;
    }
    return std::nullopt;
  }
  const bool whole = type == "integer";
  if (type != "string" && type != "number" && !whole) return std::nullopt;
  for (const json::value& result : found_) {
    const json::value* known = search(result, property);
    if (known == nullptr && name.ends_with("id")) known = search(result, "id");
    if (known == nullptr) continue;
    if (type == "string" ? known->is_string() : whole ? known->is_int64() : known->is_number()) return *known;
  }
  if (type != "string") return number_for(schema, whole, name.size() == 1 ? nth + (name[0] == 'b') : nth);
  const bool shaped =
      schema.contains("pattern") || (schema.contains("format") && schema.at("format") != "uri");
  if (shaped) return std::nullopt;
  std::optional<json::value> text = text_for(name, nth);
  if (text && static_cast<double>(text->get_string().size()) > limit(schema, "maxLength", 1e9)) {
    return json::value(excerpt(view(text->get_string()),
                               static_cast<std::size_t>(std::max(0.0, limit(schema, "maxLength", 1) - 3))));
  }
  return text;
}

}  // namespace sim_kit
