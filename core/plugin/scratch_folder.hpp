// A folder under the system's temporary one that goes, with its content, when its owner goes.
#pragma once
#include <stdlib.h>

#include <filesystem>
#include <string>

#include <aitb/error.hpp>

namespace aitb::core {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "aitb-trial-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw Error(ErrorKind::internal,
                  "cannot make the folder " + name + ": is there room, and may this user write there?");
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace aitb::core
