#include "bench/sink/raw_insert.hpp"

#include <sqlite3.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/common/clock.hpp"

namespace bench {
namespace {

struct Closed {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Database = std::unique_ptr<sqlite3, Closed>;
using Statement = std::unique_ptr<sqlite3_stmt, Closed>;
using Value = std::unique_ptr<sqlite3_value, Closed>;

Database open(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  if (sqlite3_open(file.c_str(), &database) != SQLITE_OK)
    throw std::runtime_error("cannot open " + file.string());
  return Database(database);
}

Statement prepare(const Database& database, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database.get(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(database.get()));
  }
  return Statement(statement);
}

void execute(const Database& database, const std::string& sql) {
  if (sqlite3_exec(database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(database.get()));
  }
}

std::string text(const Statement& row, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(row.get(), column));
  return bytes ? bytes : "";
}

}  // namespace

double raw_rows_per_second(const std::filesystem::path& stored, const std::filesystem::path& copy,
                           int repeats) {
  const Database from = open(stored), to = open(copy);
  for (const std::string setting : {"PRAGMA page_size", "PRAGMA journal_mode"}) {  // in this order
    const Statement value = prepare(from, setting);
    sqlite3_step(value.get());
    execute(to, setting + "=" + text(value, 0));
  }
  execute(to, "PRAGMA synchronous=NORMAL");
  const Statement schema = prepare(
      from,
      "SELECT sql FROM sqlite_master WHERE tbl_name = 'traffic_logs' AND sql IS NOT NULL ORDER BY type DESC");
  if (sqlite3_step(schema.get()) == SQLITE_ROW) execute(to, text(schema, 0));

  // The row id, where the table names it, is left to the table.
  std::string names, marks;
  const Statement columns = prepare(from, "SELECT name FROM pragma_table_info('traffic_logs') WHERE pk = 0");
  while (sqlite3_step(columns.get()) == SQLITE_ROW) {
    names += (names.empty() ? "" : ",") + text(columns, 0);
    marks += marks.empty() ? "?" : ",?";
  }
  std::vector<std::vector<Value>> rows;
  const Statement select = prepare(from, "SELECT " + names + " FROM traffic_logs");
  while (sqlite3_step(select.get()) == SQLITE_ROW) {
    auto& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(select.get()); ++i)
      row.emplace_back(sqlite3_value_dup(sqlite3_column_value(select.get(), i)));
  }

  const Statement insert = prepare(to, "INSERT INTO traffic_logs(" + names + ") VALUES(" + marks + ")");
  const std::int64_t start = now_ns();
  execute(to, "BEGIN");
  for (int repeat = 0; repeat < repeats; ++repeat) {
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i)
        sqlite3_bind_value(insert.get(), static_cast<int>(i) + 1, row[i].get());
      if (sqlite3_step(insert.get()) != SQLITE_DONE)
        throw std::runtime_error(std::string("inserting: ") + sqlite3_errmsg(to.get()));
      sqlite3_reset(insert.get());
    }
  }
  execute(to, "COMMIT");
  while (sqlite3_step(schema.get()) == SQLITE_ROW) execute(to, text(schema, 0));
  return static_cast<double>(rows.size()) * repeats / (static_cast<double>(now_ns() - start) / 1e9);
}

}  // namespace bench
