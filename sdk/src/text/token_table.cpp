#include "text/token_table.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace aitb::text {

std::optional<TokenTable> TokenTable::open(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  struct stat status {};
  const bool known = ::fstat(descriptor, &status) == 0;
  const auto size = static_cast<std::size_t>(status.st_size);
  void* mapped = MAP_FAILED;
  if (known && size >= sizeof(TokenTableHeader))
    mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  ::close(descriptor);
  if (mapped == MAP_FAILED) return std::nullopt;

  TokenTableHeader header;
  std::memcpy(&header, mapped, sizeof header);
  const bool ours = std::memcmp(header.magic, TokenTableHeader().magic, sizeof header.magic) == 0 &&
                    header.slot_bits > 0 && header.slot_bits < 32 && header.file_size() == size;
  if (!ours) {
    ::munmap(mapped, size);
    return std::nullopt;
  }
  return TokenTable(static_cast<const std::byte*>(mapped));
}

TokenTable::TokenTable(const std::byte* file) noexcept
    : header_(reinterpret_cast<const TokenTableHeader*>(file)),
      offsets_(reinterpret_cast<const std::uint32_t*>(file + sizeof *header_)),
      slots_(reinterpret_cast<const std::uint64_t*>(file + header_->slots_at())),
      bytes_(reinterpret_cast<const char*>(file + header_->bytes_at())),
      mask_((std::size_t{1} << header_->slot_bits) - 1) {}

TokenTable::TokenTable(TokenTable&& other) noexcept
    : header_(std::exchange(other.header_, nullptr)),
      offsets_(other.offsets_),
      slots_(other.slots_),
      bytes_(other.bytes_),
      mask_(other.mask_) {}

TokenTable::~TokenTable() {
  if (header_) ::munmap(const_cast<TokenTableHeader*>(header_), header_->file_size());
}

}  // namespace aitb::text
