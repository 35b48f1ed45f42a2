#include "profile_folder.hpp"

#include <stdlib.h>

#include <aitb/error.hpp>
#include <string>

namespace computer_use {

ProfileFolder::ProfileFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "aitb-browser-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw aitb::Error(aitb::ErrorKind::internal, "making a folder for the browser's profile: " + name +
                                                     " cannot be made; is there room?");
  path_ = name;
}

// A child of the browser may write its last file while we remove: a few tries settle it.
ProfileFolder::~ProfileFolder() {
  std::error_code failed;
  for (int tries = 0; tries < 5 && std::filesystem::exists(path_, failed); ++tries)
    std::filesystem::remove_all(path_, failed);
}

}  // namespace computer_use
