// SQLite handles that close themselves, and its errors as sentences.
#pragma once
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "record_codec/cell.hpp"

namespace aitb::sqlite {

using record_codec::Cell;

/// One connection; used by one thread at a time.
class Database {
 public:
  enum class Mode { create, read, change };
  /// Throws Error. `read` also opens a file in a folder that cannot be written.
  Database(std::filesystem::path file, Mode mode);

  /// Runs one or more statements that give no rows.
  void execute(const std::string& sql);
  std::int64_t integer(const std::string& sql);
  /// Rows changed by the last INSERT, UPDATE or DELETE.
  std::size_t changes() noexcept;
  sqlite3* handle() noexcept { return handle_.get(); }
  /// Throws Error(internal) naming the file, what was attempted and what SQLite said.
  [[noreturn]] void fail(std::string_view attempted) const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
  };
  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// One prepared statement. Positions count from 1 when binding and from 0 in a row, as in SQLite.
class Statement {
 public:
  Statement(Database& database, const std::string& sql);

  /// The cell's bytes must live until run() or the next bind.
  void bind(int position, const Cell& cell);
  /// Runs a statement without rows and makes it ready for the next values.
  void run();
  /// True while there is a row.
  bool step();
  /// Points into the row: valid until the next step().
  Cell cell(int column) noexcept;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };
  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace aitb::sqlite
