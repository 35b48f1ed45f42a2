// The tables, indexes and views of run.sqlite, made from the table of columns.
#pragma once
#include <string>

#include "database.hpp"
#include "record_codec/columns.hpp"

namespace aitb::sqlite {

inline constexpr int schema_version = 2;
inline constexpr int application_id = 0x61697462;  // "aitb"

/// Makes what is missing. Throws Error(config) if the file is another program's or another schema version's.
void make_schema(Database& database);
/// At the end of a run: while it goes on, each would be searched for every record and written at every
/// commit, on a core that measures. A run that was killed has none until it is resumed.
void make_indexes(Database& database);
/// Throws Error(config) unless the file is ours and of this schema version.
void check_schema(Database& database, const std::string& file);

/// "INSERT INTO table (a, b) VALUES (?, ?)" and "SELECT a, b FROM table ORDER BY id", in the order of the
/// columns.
template <class Row>
std::string insert_sql(std::string_view table, std::span<const record_codec::Column<Row>> columns) {
  std::string names, marks;
  for (const auto& column : columns) {
    names.append(names.empty() ? "\"" : ",\"").append(column.name).push_back('"');
    marks.append(marks.empty() ? "?" : ",?");
  }
  return "INSERT INTO " + std::string(table) + " (" + names + ") VALUES (" + marks + ")";
}

template <class Row>
std::string select_sql(std::string_view table, std::span<const record_codec::Column<Row>> columns) {
  std::string names;
  for (const auto& column : columns) {
    if (column.set == nullptr) continue;
    names.append(names.empty() ? "\"" : ",\"").append(column.name).push_back('"');
  }
  return "SELECT " + names + " FROM " + std::string(table) + " ORDER BY id";
}

}  // namespace aitb::sqlite
