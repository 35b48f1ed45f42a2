// Whatever a file named aitb-*.so holds, reading it ends in an answer or a refusal.
#include <cstddef>
#include <cstdint>

#include "core/plugin/elf_file.hpp"
#include "core/plugin/index.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  try {
    const aitb::core::ElfFile file(bytes);
    file.exports(), file.nodelete(), file.needed();
    aitb::core::fingerprint_difference(aitb::core::parse_index(file.section(".aitb"), "aitb-fuzz.so"));
  } catch (const aitb::Error&) {
  }
  try {
    aitb::core::parse_index({reinterpret_cast<const char*>(data), size}, "aitb-fuzz.so");
  } catch (const aitb::Error&) {
  }
  return 0;
}
