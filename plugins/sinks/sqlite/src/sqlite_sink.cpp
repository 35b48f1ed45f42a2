#include "sqlite_sink.hpp"

#include <boost/json/serialize.hpp>

#include "schema.hpp"

namespace aitb::sqlite {
namespace {

/// A record of a hundred chunks has 2.7 KiB: of SQLite's own 4 KiB it would fill one, and leave a third
/// empty.
constexpr int page_size = 16'384;

Database prepared(const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  Database database(file, Database::Mode::create);
  database.execute("PRAGMA page_size=" + std::to_string(page_size));  // of a new file
  database.execute("PRAGMA journal_mode=WAL");
  database.execute("PRAGMA synchronous=NORMAL");
  if (database.integer("SELECT count(*) FROM sqlite_schema") > 0) check_schema(database, file.string());
  make_schema(database);
  return database;
}

}  // namespace

FieldTable fields(SqliteSink::Options& options) {
  return fields(field("store_text", options.store_text, "store the text of prompts and answers too"));
}

SqliteSink::Open::Open(const std::filesystem::path& file)
    : database(prepared(file)),
      checkpointer(std::in_place, file, database, Checkpointer::Limits()),
      insert_record(database, insert_sql("traffic_logs", record_codec::record_columns())),
      insert_session(database, insert_sql("sessions", record_codec::session_columns())),
      insert_run(database, "INSERT INTO runs (run) VALUES (?)"),
      begin(database, "BEGIN"),
      commit(database, "COMMIT") {}

SqliteSink::SqliteSink(Options options, Context& context)
    : options_(options), file_(context.work_dir / "run.sqlite"), reader_(file_) {}

SqliteSink::~SqliteSink() = default;

SqliteSink::Open& SqliteSink::writable() {
  if (!open_) open_.emplace(file_);
  if (!open_->in_transaction) {
    open_->begin.run();
    open_->in_transaction = true;
  }
  return *open_;
}

void SqliteSink::begin(const boost::json::object& run) {
  Open& open = writable();
  const std::string text = boost::json::serialize(run);
  open.insert_run.bind(1, Cell::of_text(text));
  open.insert_run.run();
  flush();
}

void SqliteSink::write(const Record& record) {
  Open& open = writable();
  scratch_.clear();
  int position = 0;
  for (const auto& column : record_codec::record_columns()) {
    ++position;
    open.insert_record.bind(position,
                            column.long_text && !options_.store_text ? Cell() : column.get(record, scratch_));
  }
  open.insert_record.run();
}

void SqliteSink::write(const SessionFact& session) {
  Open& open = writable();
  scratch_.clear();
  int position = 0;
  for (const auto& column : record_codec::session_columns())
    open.insert_session.bind(++position, column.get(session, scratch_));
  open.insert_session.run();
}

void SqliteSink::flush() {
  if (!open_ || !open_->in_transaction) return;
  open_->commit.run();
  open_->in_transaction = false;
}

void SqliteSink::close() {
  flush();
  if (open_) {
    open_->checkpointer.reset();
    make_indexes(open_->database);
  }
  open_.reset();  // the last connection to close empties the write-ahead log into the file
}

void* SqliteSink::face(std::string_view id) noexcept {
  return id == RecordReader::id ? static_cast<RecordReader*>(&reader_) : nullptr;
}

}  // namespace aitb::sqlite
