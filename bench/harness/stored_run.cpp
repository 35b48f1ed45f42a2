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

}  // namespace

std::vector<StoredExchange> read_exchanges(const std::filesystem::path& run) {
  const std::filesystem::path file = run / "run.sqlite";
  sqlite3* opened = nullptr;
  const bool failed = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK;
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(opened, sqlite3_close);
  sqlite3_stmt* prepared = nullptr;
  constexpr const char* query =
      "SELECT response_id, success, t_scheduled_ns, t_tx_first_ns, t_end_ns, chunks, class, t_dispatched_ns "
      "FROM traffic_logs ORDER BY rowid";
  if (failed || sqlite3_prepare_v2(opened, query, -1, &prepared, nullptr) != SQLITE_OK) {
    throw std::runtime_error("cannot read " + file.string() + ": " + sqlite3_errmsg(opened));
  }
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> rows(prepared, sqlite3_finalize);
  std::vector<StoredExchange> all;
  while (sqlite3_step(prepared) == SQLITE_ROW) {
    StoredExchange& exchange = all.emplace_back();
    exchange.response_id = bytes_at(prepared, 0);
    exchange.success = sqlite3_column_int(prepared, 1) != 0;
    exchange.scheduled = time_at(prepared, 2);
    exchange.sent = time_at(prepared, 3);
    exchange.end = time_at(prepared, 4);
    exchange.klass = bytes_at(prepared, 6);
    exchange.dispatched = time_at(prepared, 7);
    const std::string_view chunks = bytes_at(prepared, 5);
    if (!chunks.empty()) exchange.chunks = aitb::record_codec::decode_chunks(chunks);
  }
  return all;
}

}  // namespace bench
