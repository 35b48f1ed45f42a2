// Reads what a shared library says of itself without loading it: no byte of it runs, no field of it is
// trusted.
#pragma once
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/error.hpp>

namespace aitb::core {

/// A view of an ELF64 shared library of this machine. Throws Error(config) with the reason alone ("is no ELF
/// file") from the constructor and from every member that meets an offset outside the file.
class ElfFile {
 public:
  explicit ElfFile(std::span<const std::byte> bytes);

  /// The bytes of a section; empty if there is none of that name.
  std::string_view section(std::string_view name) const;
  /// Symbols that other modules can see.
  std::vector<std::string> exports() const;
  /// Linked with -z nodelete.
  bool nodelete() const;
  /// Sonames in DT_NEEDED.
  std::vector<std::string> needed() const;

 private:
  struct Section;
  std::string_view slice(std::uint64_t offset, std::uint64_t size) const;
  Section section_at(std::size_t index) const;
  std::size_t find(std::uint32_t type) const;
  std::string_view text_at(std::string_view table, std::uint64_t offset) const;

  std::span<const std::byte> bytes_;
  std::uint64_t table_ = 0;
  std::size_t count_ = 0;
  std::string_view names_;
};

/// A file mapped for reading. Throws Error(config) with the reason alone.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::span<const std::byte> bytes() const noexcept { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace aitb::core
