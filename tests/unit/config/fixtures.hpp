// A folder of configuration files and a catalog of known plugins for each test.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "core/config/config.hpp"

namespace aitb::core::testing {

/// A fresh folder that is gone with the object; the tests' working directory is inside while it lives.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  void write(const std::string& name, const std::string& text) const;
  std::filesystem::path path() const { return path_; }

 private:
  std::filesystem::path path_, before_;
};

/// Sets a variable of the process environment while it lives.
class Variable {
 public:
  Variable(std::string name, const std::string& value) : name_(std::move(name)) {
    setenv(name_.c_str(), value.c_str(), 1);
  }
  ~Variable() { unsetenv(name_.c_str()); }
  Variable(const Variable&) = delete;

 private:
  std::string name_;
};

/// The plugins in that folder and no others.
Catalog catalog_of(const std::filesystem::path& folder);
/// The fixture's plugin.
Catalog fixture_catalog();

/// The files of the working directory: those that are there, small stand-ins for the others.
ConfigPaths files_here(const Folder& folder);
/// Loads scenarios.yaml of that text.
Config load(const std::string& scenarios);
/// "" when it loads, else every problem as it is printed.
std::string problems_of(const ConfigPaths& paths, Catalog& catalog);
std::string problems_in(const std::string& scenarios);

}  // namespace aitb::core::testing
