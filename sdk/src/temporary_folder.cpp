// Each folder is locked by its owner. The kernel drops the lock with the process, however that ends, so a
// folder that can be locked is nobody's.
#include <aitb/temporary_folder.hpp>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <aitb/error.hpp>
#include <cerrno>
#include <cstring>
#include <string>

namespace aitb::inline v1 {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "aitb-tmp-";

[[noreturn]] void refuse(const std::string& name, int reason) {
  throw Error(ErrorKind::unsupported, "making a temporary folder " + name + ": " + std::strerror(reason) +
                                          "; set TMPDIR to a folder that can be written");
}

int open_folder(const fs::path& path) {
  return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/// False if another has it. A file system without locks refuses for other reasons, and then everybody.
bool lock(int folder) { return ::flock(folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK; }

/// Whether `path` is still the opened folder, and not removed or another one of that name.
bool is_at(int folder, const fs::path& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(folder, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

// A child process that is just ending may still write a file: a few tries settle it.
void remove_tree(const fs::path& path) {
  std::error_code failed;
  for (int tries = 0; tries < 5 && fs::exists(path, failed); ++tries) fs::remove_all(path, failed);
}

void remove_if_left(const fs::path& path) {
  const int folder = open_folder(path);
  if (folder < 0) return;
  struct stat info {};
  if (::fstat(folder, &info) == 0 && info.st_uid == ::geteuid() && ::flock(folder, LOCK_EX | LOCK_NB) == 0)
    remove_tree(path);
  ::close(folder);
}

void remove_left(const fs::path& parent) {
  std::error_code failed;
  for (fs::directory_iterator each(parent, failed), end; !failed && each != end; each.increment(failed))
    if (each->path().filename().string().starts_with(prefix)) remove_if_left(each->path());
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::error_code failed;
  const fs::path parent = fs::temp_directory_path(failed);
  if (failed) refuse("", failed.value());
  remove_left(parent);
  do {
    if (lock_ >= 0) ::close(lock_);
    std::string name = (parent / prefix).string() + "XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) refuse(name, errno);
    path_ = name;
    lock_ = open_folder(path_);
    if (lock_ < 0 && errno != ENOENT) {
      const int reason = errno;
      ::rmdir(path_.c_str());
      refuse(name, reason);
    }
    // Before it was locked, it was nobody's: another process may have removed it.
  } while (lock_ < 0 || !lock(lock_) || !is_at(lock_, path_));
}

TemporaryFolder::~TemporaryFolder() {
  remove_tree(path_);
  ::close(lock_);
}

}  // namespace aitb::inline v1
