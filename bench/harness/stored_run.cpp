#include "bench/harness/stored_run.hpp"

#include <sqlite3.h>

#include <memory>
#include <stdexcept>

#include "record_codec/chunk_codec.hpp"

namespace bench {
namespace {

std::optional<std::int64_t> time_at(sqlite3_stmt* row, int column) {
  if (sqlite3_column_type(row, column) == SQLITE_NULL) return std::nullopt;
  return sqlite3_column_int64(row, column);
}

std::string_view bytes_at(sqlite3_stmt* row, int column) {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

class Rows {
 public:
  Rows(const std::filesystem::path& run, const char* query) {
    const std::filesystem::path file = run / "run.sqlite";
    sqlite3* opened = nullptr;
    const bool failed = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK;
    database_.reset(opened);
    sqlite3_stmt* prepared = nullptr;
    if (failed || sqlite3_prepare_v2(opened, query, -1, &prepared, nullptr) != SQLITE_OK) {
      throw std::runtime_error("cannot read " + file.string() + ": " + sqlite3_errmsg(opened));
    }
    rows_.reset(prepared);
  }
  bool next() { return sqlite3_step(rows_.get()) == SQLITE_ROW; }
  sqlite3_stmt* row() const { return rows_.get(); }

 private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_{nullptr, sqlite3_close};
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> rows_{nullptr, sqlite3_finalize};
};

}  // namespace

std::vector<StoredExchange> read_exchanges(const std::filesystem::path& run) {
  Rows rows(
      run,
      "SELECT response_id, success, t_scheduled_ns, t_tx_first_ns, t_end_ns, chunks, class, t_dispatched_ns "
      "FROM traffic_logs ORDER BY rowid");
  std::vector<StoredExchange> all;
  while (rows.next()) {
    StoredExchange& exchange = all.emplace_back();
    exchange.response_id = bytes_at(rows.row(), 0);
    exchange.success = sqlite3_column_int(rows.row(), 1) != 0;
    exchange.scheduled = time_at(rows.row(), 2);
    exchange.sent = time_at(rows.row(), 3);
    exchange.end = time_at(rows.row(), 4);
    exchange.klass = bytes_at(rows.row(), 6);
    exchange.dispatched = time_at(rows.row(), 7);
    const std::string_view chunks = bytes_at(rows.row(), 5);
    if (!chunks.empty()) exchange.chunks = aitb::record_codec::decode_chunks(chunks);
  }
  return all;
}

std::string read_text(const std::filesystem::path& run, const std::string& query) {
  Rows rows(run, query.c_str());
  if (!rows.next()) return {};
  return std::string(bytes_at(rows.row(), 0));
}

}  // namespace bench
