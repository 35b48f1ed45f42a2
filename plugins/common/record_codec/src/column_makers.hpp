// Makes a column from a lambda that names the member: one lambda serves writing and reading.
#pragma once
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <string>
#include <type_traits>

#include <aitb/error.hpp>

#include "record_codec/columns.hpp"

namespace aitb::record_codec {

// How each member type is stored. Times and durations are integers of nanoseconds; enums are their names.
inline Cell to_cell(const std::string& value, Scratch&) { return Cell::of_text(value); }
inline Cell to_cell(bool value, Scratch&) { return Cell::of(value ? 1 : 0); }
inline Cell to_cell(int value, Scratch&) { return Cell::of(value); }
inline Cell to_cell(std::int64_t value, Scratch&) { return Cell::of(value); }
inline Cell to_cell(std::uint64_t value, Scratch&) { return Cell::of(static_cast<std::int64_t>(value)); }
inline Cell to_cell(Instant value, Scratch&) { return Cell::of(to_ns(value)); }
inline Cell to_cell(Duration value, Scratch&) { return Cell::of(value.count()); }
inline Cell to_cell(ErrorKind value, Scratch&) { return Cell::of_text(to_string(value)); }
inline Cell to_cell(RecordClass value, Scratch&) { return Cell::of_text(to_string(value)); }
inline Cell to_cell(const boost::json::object& value, Scratch& scratch) {
  return value.empty() ? Cell() : Cell::of_text(scratch.next() = boost::json::serialize(value));
}
template <class T>
Cell to_cell(const std::optional<T>& value, Scratch& scratch) {
  return value ? to_cell(*value, scratch) : Cell();
}

inline void from_cell(std::string& member, const Cell& cell) { member = cell.bytes; }
inline void from_cell(bool& member, const Cell& cell) { member = cell.integer != 0; }
inline void from_cell(int& member, const Cell& cell) { member = static_cast<int>(cell.integer); }
inline void from_cell(std::int64_t& member, const Cell& cell) { member = cell.integer; }
inline void from_cell(std::uint64_t& member, const Cell& cell) {
  member = static_cast<std::uint64_t>(cell.integer);
}
inline void from_cell(Instant& member, const Cell& cell) { member = from_ns(cell.integer); }
inline void from_cell(Duration& member, const Cell& cell) { member = Duration(cell.integer); }
inline void from_cell(ErrorKind& member, const Cell& cell) {
  member = parse_error_kind(cell.bytes).value_or(ErrorKind::internal);
}
inline void from_cell(RecordClass& member, const Cell& cell) {
  member = parse_record_class(cell.bytes).value_or(RecordClass::primary);
}
inline void from_cell(boost::json::object& member, const Cell& cell) {
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;  // notes quote what a service said
  boost::system::error_code error;
  boost::json::value value = boost::json::parse({cell.bytes.data(), cell.bytes.size()}, error, {}, options);
  if (!error && value.is_object()) member = std::move(value.get_object());
}
template <class T>
void from_cell(std::optional<T>& member, const Cell& cell) {
  if (!cell.null()) from_cell(member.emplace(), cell);
}

template <class T>
constexpr ColumnType type_of() {
  if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, RecordClass> ||
                std::is_same_v<T, std::optional<ErrorKind>>)
    return ColumnType::text;
  else if constexpr (std::is_same_v<T, boost::json::object>)
    return ColumnType::json;
  else
    return ColumnType::integer;
}

/// `member` is a captureless lambda `[](auto& row) -> auto& { return row.x; }`. Null leaves the member as it
/// is made.
template <class Row, auto member>
constexpr Column<Row> stored(std::string_view name, std::string_view meaning, bool long_text = false) {
  using Member = std::remove_reference_t<decltype(member(std::declval<Row&>()))>;
  return {name,
          type_of<Member>(),
          meaning,
          [](const Row& row, Scratch& scratch) { return to_cell(member(row), scratch); },
          [](Row& row, const Cell& cell) {
            if (!cell.null()) from_cell(member(row), cell);
          },
          long_text};
}

template <class Row>
constexpr Column<Row> derived(std::string_view name, ColumnType type, std::string_view meaning,
                              Cell (*get)(const Row&, Scratch&)) {
  return {name, type, meaning, get, nullptr, false};
}

}  // namespace aitb::record_codec
