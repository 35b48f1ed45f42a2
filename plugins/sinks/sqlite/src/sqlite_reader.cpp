#include "sqlite_reader.hpp"

#include <boost/json/parse.hpp>

#include "schema.hpp"

namespace aitb::sqlite {
namespace {

Database opened(const std::filesystem::path& file, Database::Mode mode) {
  if (!std::filesystem::exists(file))
    throw Error(ErrorKind::config,
                "reading " + file.string() + ": there is no such file; give the folder of a run");
  return Database(file, mode);
}

/// A host that was killed in its first moments leaves no file, or one without a table: a run without records.
bool begun(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return false;
  Database database(file, Database::Mode::read);
  if (database.integer("SELECT count(*) FROM sqlite_master") == 0) return false;
  check_schema(database, file.string());
  return true;
}

template <class Row>
void stream(Database& database, std::string_view table, std::span<const record_codec::Column<Row>> columns,
            const std::function<void(Row&&)>& each) {
  Statement select(database, select_sql(table, columns));
  while (select.step()) {
    Row row;
    int position = 0;
    for (const auto& column : columns) {
      if (column.set != nullptr) column.set(row, select.cell(position++));
    }
    each(std::move(row));
  }
}

}  // namespace

boost::json::object SqliteReader::run() {
  Database database = opened(file_, Database::Mode::read);
  if (!begun(file_)) return {};
  Statement select(database, "SELECT run FROM runs ORDER BY id DESC LIMIT 1");
  if (!select.step()) return {};
  const std::string_view text = select.cell(0).bytes;
  return boost::json::parse({text.data(), text.size()}).as_object();
}

void SqliteReader::records(const std::function<void(Record&&)>& each) {
  if (!begun(file_)) return;
  Database database = opened(file_, Database::Mode::read);
  stream(database, "traffic_logs", record_codec::record_columns(), each);
}

void SqliteReader::sessions(const std::function<void(SessionFact&&)>& each) {
  if (!begun(file_)) return;
  Database database = opened(file_, Database::Mode::read);
  stream(database, "sessions", record_codec::session_columns(), each);
}

std::size_t SqliteReader::set_aside_unfinished() {
  if (!begun(file_)) return 0;
  Database database = opened(file_, Database::Mode::change);
  const std::string unfinished =
      " WHERE session_id NOT IN (SELECT session_id FROM sessions WHERE session_id IS NOT NULL)";
  database.execute("BEGIN IMMEDIATE");
  database.execute("INSERT INTO traffic_logs_set_aside SELECT * FROM traffic_logs" + unfinished);
  const std::size_t moved = database.changes();
  database.execute("DELETE FROM traffic_logs" + unfinished);
  database.execute("COMMIT");
  return moved;
}

}  // namespace aitb::sqlite
