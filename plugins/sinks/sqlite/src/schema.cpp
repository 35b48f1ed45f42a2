#include "schema.hpp"

#include <aitb/error.hpp>

namespace aitb::sqlite {
namespace {

using record_codec::Column;
using record_codec::ColumnType;

std::string_view sql_type(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "INTEGER";
    case ColumnType::real:
      return "REAL";
    case ColumnType::text:
    case ColumnType::json:
      return "TEXT";
    case ColumnType::chunks:
      return "BLOB";
  }
  return "";
}

template <class Row>
std::string table_sql(std::string_view name, std::span<const Column<Row>> columns, std::string_view id,
                      std::string_view last) {
  std::string sql = "CREATE TABLE IF NOT EXISTS " + std::string(name) + " (" + std::string(id);
  for (const auto& column : columns)
    sql.append(",\"").append(column.name).append("\" ").append(sql_type(column.type));
  return sql.append(",").append(last).append(")");
}

template <class Row>
void document(Database& database, std::string_view table, std::span<const Column<Row>> columns) {
  Statement insert(database,
                   "INSERT OR REPLACE INTO column_docs (table_name, column_name, meaning) VALUES (?,?,?)");
  for (const auto& column : columns) {
    insert.bind(1, Cell::of_text(table));
    insert.bind(2, Cell::of_text(column.name));
    insert.bind(3, Cell::of_text(column.meaning));
    insert.run();
  }
}

constexpr const char* indexes =
    "CREATE INDEX IF NOT EXISTS idx_scenario_profile ON traffic_logs (scenario_id, network_profile);"
    "CREATE INDEX IF NOT EXISTS idx_session ON traffic_logs (session_id);"
    "CREATE INDEX IF NOT EXISTS idx_timestamp ON traffic_logs (timestamp);"
    "CREATE INDEX IF NOT EXISTS idx_ended ON sessions (session_id);";

// What analysts ask for first. Times of the views are milliseconds from the nanosecond columns.
constexpr const char* views = R"(
CREATE VIEW IF NOT EXISTS v_primary AS
SELECT *,
       (t_first_chunk_ns - t_tx_first_ns) / 1e6 AS ttft_ms,
       (t_last_chunk_ns - t_tx_first_ns) / 1e6 AS ttlt_ms,
       (t_end_ns - t_tx_first_ns) / 1e6 AS latency_ms,
       (t_rx_first_ns - t_tx_last_ns) / 1e6 AS ttfb_ms,
       (t_tx_first_ns - t_scheduled_ns) / 1e6 AS send_lag_ms
FROM traffic_logs WHERE class = 'primary' AND final = 1 AND warmup = 0 AND turn_index >= 0;
CREATE VIEW IF NOT EXISTS v_summary AS
SELECT scenario_id, network_profile, count(*) AS samples, sum(success) AS successes,
       avg(CASE WHEN success THEN ttft_ms END) AS ttft_mean_ms,
       avg(CASE WHEN success THEN latency_ms END) AS latency_mean_ms,
       sum(request_bytes) AS request_bytes, sum(response_bytes) AS response_bytes,
       sum(reported_tokens_in) AS reported_tokens_in, sum(reported_tokens_out) AS reported_tokens_out
FROM v_primary GROUP BY cell, scenario_id, network_profile;
CREATE VIEW IF NOT EXISTS v_errors AS
SELECT scenario_id, network_profile, class, error_kind, http_status, count(*) AS attempts,
       sum(final) AS exchanges, min(error_type) AS example
FROM traffic_logs WHERE success = 0 GROUP BY scenario_id, network_profile, class, error_kind, http_status;
CREATE VIEW IF NOT EXISTS v_tools AS
SELECT scenario_id, network_profile, tool_name, count(*) AS calls, sum(success) AS successes,
       sum(tool_bytes_up) AS bytes_up, sum(tool_bytes_down) AS bytes_down, avg(tool_latency_sec) AS latency_mean_sec
FROM traffic_logs WHERE class = 'tool' AND final = 1 AND warmup = 0 GROUP BY scenario_id, network_profile, tool_name;
)";

}  // namespace

void check_schema(Database& database, const std::string& file) {
  const std::int64_t id = database.integer("PRAGMA application_id");
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (id == application_id && version == schema_version) return;
  throw Error(ErrorKind::config,
              id == application_id
                  ? "reading " + file + ": its schema is version " + std::to_string(version) +
                        ", this program knows " + std::to_string(schema_version) +
                        "; use the version that wrote it"
                  : "reading " + file + ": it is not a run's database; choose another run folder");
}

void make_schema(Database& database) {
  const auto records = record_codec::record_columns();
  const auto sessions = record_codec::session_columns();
  database.execute("BEGIN");
  database.execute("PRAGMA application_id=" + std::to_string(application_id));
  database.execute("PRAGMA user_version=" + std::to_string(schema_version));
  database.execute(table_sql<Record>("traffic_logs", records, "id INTEGER PRIMARY KEY",
                                     "created_at TEXT DEFAULT CURRENT_TIMESTAMP"));
  database.execute(table_sql<Record>("traffic_logs_set_aside", records, "id INTEGER", "created_at TEXT"));
  database.execute(table_sql<SessionFact>("sessions", sessions, "id INTEGER PRIMARY KEY",
                                          "created_at TEXT DEFAULT CURRENT_TIMESTAMP"));
  database.execute(
      "CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, run TEXT NOT NULL, begun_at TEXT DEFAULT "
      "CURRENT_TIMESTAMP)");
  database.execute(
      "CREATE TABLE IF NOT EXISTS column_docs (table_name TEXT, column_name TEXT, meaning TEXT, PRIMARY KEY "
      "(table_name, column_name))");
  database.execute(views);
  document<Record>(database, "traffic_logs", records);
  document<SessionFact>(database, "sessions", sessions);
  database.execute("COMMIT");
}

void make_indexes(Database& database) { database.execute(indexes); }

}  // namespace aitb::sqlite
