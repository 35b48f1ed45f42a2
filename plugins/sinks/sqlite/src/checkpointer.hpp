// Moves the write-ahead log into the database's file, beside the writer.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <thread>

#include "database.hpp"

namespace aitb::sqlite {

/// SQLite's own way is to do it within the commit that makes the log too long. At a thousand streams that is
/// 64 MiB each 14 seconds, and nothing is committed meanwhile; a killed process would have lost all of it.
/// Here a thread that gives way to everybody does it, over a connection of its own.
class Checkpointer {
 public:
  /// Bytes of log after which it is moved, and after which the writer does it, because the thread gets no
  /// turn.
  struct Limits {
    std::int64_t bytes = std::int64_t{64} << 20, most = 8 * bytes;
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
  const std::int64_t pages_, most_;  // the limits; the file says how long a page is
  std::int64_t next_;                // pages at which the thread is woken; the writer's
  std::mutex mutex_;
  std::condition_variable wake_;
  bool due_ = false, ending_ = false;
  std::thread thread_;
};

}  // namespace aitb::sqlite
