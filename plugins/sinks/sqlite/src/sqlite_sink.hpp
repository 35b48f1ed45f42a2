// Stores a run in run.sqlite: one prepared insert, transactions committed at every flush, write-ahead
// logging.
#pragma once
#include <filesystem>
#include <optional>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/sink.hpp>

#include "checkpointer.hpp"
#include "database.hpp"
#include "record_codec/cell.hpp"
#include "sqlite_reader.hpp"

namespace aitb::sqlite {

/// A commit is in the operating system's hands, so that a killed process loses only what was written since
/// the last flush. The reader's face works before begin(), while the run is written, and after close().
class SqliteSink final : public Sink {
 public:
  struct Options {
    bool store_text = false;
  };
  SqliteSink(Options options, Context& context);
  ~SqliteSink() override;

  void begin(const boost::json::object& run) override;
  void write(const Record& record) override;
  void write(const SessionFact& session) override;
  void flush() override;
  void close() override;
  std::filesystem::path location() const override { return file_; }
  void* face(std::string_view id) noexcept override;

 private:
  struct Open {
    explicit Open(const std::filesystem::path& file);
    Database database;
    std::optional<Checkpointer> checkpointer;
    Statement insert_record, insert_session, insert_run, begin, commit;
    bool in_transaction = false;
  };
  Open& writable();

  Options options_;
  std::filesystem::path file_;
  SqliteReader reader_;
  std::optional<Open> open_;
  record_codec::Scratch scratch_;
};

FieldTable fields(SqliteSink::Options& options);

}  // namespace aitb::sqlite
