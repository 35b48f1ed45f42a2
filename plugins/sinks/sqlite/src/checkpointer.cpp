#include "checkpointer.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>

namespace aitb::sqlite {
namespace {

/// Best effort: a kernel that refuses leaves the thread as it was.
void give_way() noexcept {
  pthread_setname_np(pthread_self(), "aitb-wal");
  const sched_param none{};
  sched_setscheduler(0, SCHED_BATCH, &none);
  setpriority(PRIO_PROCESS, 0, 19);
}

int checkpoint(sqlite3* database, int& pages, int& moved) noexcept {
  return sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
}

}  // namespace

Checkpointer::Checkpointer(const std::filesystem::path& file, Database& writer, Limits limits)
    : writer_(writer.handle()),
      database_(file, Database::Mode::change),
      pages_(limits.bytes / writer.integer("PRAGMA page_size")),
      most_(limits.most / writer.integer("PRAGMA page_size")),
      next_(pages_),
      thread_([this] { work(); }) {
  sqlite3_wal_hook(writer_, &committed, this);
}

Checkpointer::~Checkpointer() {
  sqlite3_wal_hook(writer_, nullptr, nullptr);
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  sqlite3_interrupt(database_.handle());
  thread_.join();
}

/// In the writer's thread, after each commit.
int Checkpointer::committed(void* self, sqlite3* writer, const char*, int pages) noexcept {
  auto& me = *static_cast<Checkpointer*>(self);
  if (pages < me.pages_) me.next_ = me.pages_;  // the log began anew
  if (pages >= me.next_) {
    me.next_ = pages + me.pages_;
    {
      const std::lock_guard lock(me.mutex_);
      me.due_ = true;
    }
    me.wake_.notify_one();
  }
  if (pages >= me.most_) {
    int all = 0, moved = 0;
    checkpoint(writer, all, moved);  // busy: the thread is at it
  }
  return SQLITE_OK;
}

void Checkpointer::work() {
  give_way();
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return due_ || ending_; });
    if (ending_) return;
    due_ = false;
    lock.unlock();
    // What is committed during one pass is for the next, which takes less long; the writer begins the log
    // anew once a commit finds all of it moved. Whatever fails here, the disk that is full, fails for the
    // writer too, and it can say so.
    int pages = 0, moved = 0, before = -1;
    while (checkpoint(database_.handle(), pages, moved) == SQLITE_OK && moved < pages && moved > before) {
      before = moved;
    }
    lock.lock();
  }
}

}  // namespace aitb::sqlite
