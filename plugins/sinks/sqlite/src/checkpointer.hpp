// Moves the write-ahead log into the database's file, beside the writer.
#pragma once
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "database.hpp"

namespace aitb::sqlite {

/// A record of a hundred chunks has 2.6 KiB: of SQLite's own 4 KiB it would fill one, and leave a third
/// empty.
constexpr int page_size = 16'384, mebibyte = 1 << 20;

/// SQLite's own way is to do it within the commit that makes the log too long. At a thousand streams that is
/// 64 MiB each 14 seconds, and nothing is committed meanwhile; a killed process would have lost all of it.
/// Here a thread that gives way to everybody does it, over a connection of its own.
class Checkpointer {
 public:
  /// Pages after which the log is moved, and after which the writer does it, because the thread gets no turn.
  struct Limits {
    int pages = 64 * mebibyte / page_size, most = 8 * pages;
  };
  /// Until this is gone, `writer` checkpoints by nothing else.
  Checkpointer(const std::filesystem::path& file, Database& writer, Limits limits);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

 private:
  static int committed(void* self, sqlite3* writer, const char* schema, int pages) noexcept;
  void work();

  sqlite3* writer_;
  Database database_;
  Limits limits_;
  int next_;  // pages at which the thread is woken; the writer's
  std::mutex mutex_;
  std::condition_variable wake_;
  bool due_ = false, ending_ = false;
  std::thread thread_;
};

}  // namespace aitb::sqlite
