// A folder for files that nobody needs once their owner is gone.
#pragma once
#include <filesystem>

#include <aitb/api.hpp>

namespace aitb::inline v1 {

/// [any] A new folder under the system's temporary one (TMPDIR), which only this user may enter. It goes,
/// with its content, with the object; if the process is killed first, the next TemporaryFolder of any process
/// removes it. Throws Error(unsupported) if none can be made.
class AITB_API TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace aitb::inline v1
