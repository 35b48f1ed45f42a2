#include "core/report/notes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

namespace aitb::core {
namespace json = boost::json;
namespace {

std::string cell_text(const json::value& value) {
  if (value.is_null()) return "–";
  if (value.is_string()) {
    std::string text(value.get_string());
    std::replace(text.begin(), text.end(), '|', '/');
    return text;
  }
  if (!value.is_number()) return json::serialize(value);
  const double number = value.to_number<double>();
  return number == std::floor(number) && std::abs(number) < 1e15 ? fmt::format("{:.0f}", number)
                                                                 : fmt::format("{:.4g}", number);
}

bool is_row(const json::value& value) {
  return value.is_object() && !value.get_object().empty() &&
         std::none_of(value.get_object().begin(), value.get_object().end(),
                      [](const auto& member) { return member.value().is_structured(); });
}

std::string table(const json::array& rows) {
  std::string head = "|", rule = "|", out;
  for (const auto& [key, value] : rows.front().get_object()) {
    head += fmt::format(" {} |", std::string_view(key));
    rule += value.is_number() ? "---:|" : "---|";
  }
  for (const json::value& row : rows) {
    out += "|";
    for (const auto& column : rows.front().get_object()) {
      const json::value* value = row.get_object().if_contains(column.key());
      out += fmt::format(" {} |", value != nullptr ? cell_text(*value) : "–");
    }
    out += "\n";
  }
  return head + "\n" + rule + "\n" + out;
}

}  // namespace

void MeanNotes::add(const json::value& notes) {
  if (count_++ == 0) first_ = notes;
  if (notes.is_number()) {
    sum_ += notes.to_number<double>();
    ++numbers_;
  } else if (const json::object* object = notes.if_object()) {
    for (const auto& [key, value] : *object) {
      const auto known =
          std::find_if(members_.begin(), members_.end(),
                       [name = std::string_view(key)](const auto& one) { return one.first == name; });
      MeanNotes& member =
          known != members_.end() ? known->second : members_.emplace_back(key, MeanNotes()).second;
      member.add(value);
    }
  } else if (const json::array* array = notes.if_array()) {
    if (items_.size() < array->size()) items_.resize(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) items_[i].add((*array)[i]);
  }
}

json::value MeanNotes::mean() const {
  if (numbers_ > 0) {
    const double mean = sum_ / static_cast<double>(numbers_);
    if (mean == std::floor(mean) && std::abs(mean) < 9e15) return static_cast<std::int64_t>(mean);
    return mean;
  }
  if (!members_.empty()) {
    json::object out;
    for (const auto& [key, member] : members_) out[key] = member.mean();
    return out;
  }
  if (!items_.empty()) {
    json::array out;
    for (const MeanNotes& item : items_) out.push_back(item.mean());
    return out;
  }
  return first_;
}

std::string notes_markdown(const json::object& notes) {
  std::string out;
  for (const auto& [key, value] : notes) {
    json::array rows;
    if (is_row(value)) rows.push_back(value);
    if (value.is_array() && !value.get_array().empty() &&
        std::all_of(value.get_array().begin(), value.get_array().end(), is_row)) {
      rows = value.get_array();
    }
    if (!rows.empty()) out += fmt::format("\n`{}`\n\n{}", std::string_view(key), table(rows));
  }
  return out;
}

}  // namespace aitb::core
