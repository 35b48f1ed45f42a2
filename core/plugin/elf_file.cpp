#include "core/plugin/elf_file.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace aitb::core {
namespace {

[[noreturn]] void refuse(const std::string& reason) { throw Error(ErrorKind::config, reason); }

#if defined(__x86_64__)
constexpr Elf64_Half machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half machine = EM_AARCH64;
#else
#error "name this machine's ELF number here"
#endif

template <class T>
T copy_of(std::string_view bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return value;
}

}  // namespace

struct ElfFile::Section {
  std::string_view name;
  std::uint32_t type = 0, link = 0;
  std::uint64_t offset = 0, size = 0;
};

ElfFile::ElfFile(std::span<const std::byte> bytes) : bytes_(bytes) {
  if (bytes.size() < SELFMAG || std::memcmp(bytes.data(), ELFMAG, SELFMAG) != 0) refuse("is no ELF file");
  const auto head = copy_of<Elf64_Ehdr>(slice(0, sizeof(Elf64_Ehdr)));
  if (head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_ident[EI_DATA] != ELFDATA2LSB ||
      head.e_machine != machine)
    refuse("was built for another kind of machine");
  if (head.e_type != ET_DYN) refuse("is no shared library");
  if (head.e_shoff == 0 || head.e_shentsize != sizeof(Elf64_Shdr)) refuse("has no section table");
  table_ = head.e_shoff;
  count_ = head.e_shnum;
  slice(table_, count_ * sizeof(Elf64_Shdr));
  if (head.e_shstrndx >= count_) refuse("has a broken section table");
  const Section names = section_at(head.e_shstrndx);
  names_ = slice(names.offset, names.size);
}

std::string_view ElfFile::slice(std::uint64_t offset, std::uint64_t size) const {
  if (offset > bytes_.size() || size > bytes_.size() - offset) refuse("is cut short or broken");
  return {reinterpret_cast<const char*>(bytes_.data()) + offset, size};
}

std::string_view ElfFile::text_at(std::string_view table, std::uint64_t offset) const {
  if (offset >= table.size()) refuse("has a broken string table");
  const std::string_view rest = table.substr(offset);
  return rest.substr(0, rest.find('\0'));
}

ElfFile::Section ElfFile::section_at(std::size_t index) const {
  const auto head = copy_of<Elf64_Shdr>(slice(table_ + index * sizeof(Elf64_Shdr), sizeof(Elf64_Shdr)));
  Section section;
  if (!names_.empty()) section.name = text_at(names_, head.sh_name);
  section.type = head.sh_type, section.link = head.sh_link;
  section.offset = head.sh_offset, section.size = head.sh_type == SHT_NOBITS ? 0 : head.sh_size;
  return section;
}

std::size_t ElfFile::find(std::uint32_t type) const {
  for (std::size_t i = 0; i < count_; ++i)
    if (section_at(i).type == type) return i;
  return count_;
}

std::string_view ElfFile::section(std::string_view name) const {
  for (std::size_t i = 0; i < count_; ++i) {
    const Section one = section_at(i);
    if (one.name == name) return slice(one.offset, one.size);
  }
  return {};
}

std::vector<std::string> ElfFile::exports() const {
  std::vector<std::string> found;
  const std::size_t index = find(SHT_DYNSYM);
  if (index == count_) return found;
  const Section table = section_at(index);
  if (table.link >= count_) refuse("has a broken symbol table");
  const Section strings = section_at(table.link);
  const std::string_view names = slice(strings.offset, strings.size),
                         symbols = slice(table.offset, table.size);
  for (std::size_t at = 0; at + sizeof(Elf64_Sym) <= symbols.size(); at += sizeof(Elf64_Sym)) {
    const auto symbol = copy_of<Elf64_Sym>(symbols.substr(at));
    const bool seen = ELF64_ST_BIND(symbol.st_info) != STB_LOCAL && symbol.st_shndx != SHN_UNDEF;
    if (seen) found.emplace_back(text_at(names, symbol.st_name));
  }
  return found;
}

bool ElfFile::nodelete() const {
  const std::size_t index = find(SHT_DYNAMIC);
  if (index == count_) return false;
  const Section table = section_at(index);
  const std::string_view entries = slice(table.offset, table.size);
  for (std::size_t at = 0; at + sizeof(Elf64_Dyn) <= entries.size(); at += sizeof(Elf64_Dyn)) {
    const auto entry = copy_of<Elf64_Dyn>(entries.substr(at));
    if (entry.d_tag == DT_FLAGS_1) return (entry.d_un.d_val & DF_1_NODELETE) != 0;
  }
  return false;
}

std::vector<std::string> ElfFile::needed() const {
  std::vector<std::string> found;
  const std::size_t index = find(SHT_DYNAMIC);
  if (index == count_) return found;
  const Section table = section_at(index);
  if (table.link >= count_) refuse("has a broken dynamic section");
  const Section strings = section_at(table.link);
  const std::string_view names = slice(strings.offset, strings.size),
                         entries = slice(table.offset, table.size);
  for (std::size_t at = 0; at + sizeof(Elf64_Dyn) <= entries.size(); at += sizeof(Elf64_Dyn)) {
    const auto entry = copy_of<Elf64_Dyn>(entries.substr(at));
    if (entry.d_tag == DT_NEEDED) found.emplace_back(text_at(names, entry.d_un.d_val));
  }
  return found;
}

MappedFile::MappedFile(const std::filesystem::path& file) {
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) refuse(std::string("cannot be read: ") + std::strerror(errno));
  struct ::stat facts {};
  const bool regular = ::fstat(handle, &facts) == 0 && S_ISREG(facts.st_mode);
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* start = regular && size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, handle, 0) : MAP_FAILED;
  ::close(handle);
  if (!regular) refuse("is no regular file");
  if (size == 0) refuse("is empty");
  if (start == MAP_FAILED) refuse(std::string("cannot be mapped: ") + std::strerror(errno));
  bytes_ = {static_cast<const std::byte*>(start), size};
}

MappedFile::~MappedFile() { ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size()); }

}  // namespace aitb::core
