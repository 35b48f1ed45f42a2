#include "core/plugin/elf_file.hpp"

#include <elf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>

namespace aitb::core {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

std::string reason_of(const std::string& bytes) {
  try {
    const ElfFile file(bytes_of(bytes));
    file.section(".aitb"), file.exports(), file.nodelete(), file.needed();
    return {};
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    return error.what();
  }
}

const std::string& good() {
  static const std::string bytes = content_of(BAD_PLUGINS "/good/aitb-good.so");
  return bytes;
}

TEST(ElfFile, ReadsSectionExportsAndFlagsOfAPlugin) {
  const ElfFile file(bytes_of(good()));
  EXPECT_THAT(std::string(file.section(".aitb")), HasSubstr("id=org.example.plain\n"));
  EXPECT_EQ(file.section(".none"), "");
  EXPECT_THAT(file.exports(), ElementsAre("aitb_plugin"));
  EXPECT_TRUE(file.nodelete());
  EXPECT_THAT(file.needed(), Contains("libaitb.so.1"));
}

TEST(ElfFile, SeesThatALibraryMayBeUnloadedAndExportsMore) {
  const std::string unloadable = content_of(BAD_PLUGINS "/unloadable/aitb-unloadable.so");
  EXPECT_FALSE(ElfFile(bytes_of(unloadable)).nodelete());
  const std::string exports = content_of(BAD_PLUGINS "/exports/aitb-exports.so");
  EXPECT_GT(ElfFile(bytes_of(exports)).exports().size(), 1u);
}

TEST(ElfFile, RefusesWhatIsNoLibrary) {
  EXPECT_EQ(reason_of(""), "is no ELF file");
  EXPECT_EQ(reason_of("This is text."), "is no ELF file");
  EXPECT_EQ(reason_of("\x7f"
                      "ELF"),
            "is cut short or broken");
  std::string other_machine = good();
  other_machine[EI_CLASS] = ELFCLASS32;
  EXPECT_EQ(reason_of(other_machine), "was built for another kind of machine");
  std::string program = good();
  program[offsetof(Elf64_Ehdr, e_type)] = ET_EXEC;
  EXPECT_EQ(reason_of(program), "is no shared library");
}

TEST(ElfFile, RefusesAFileCutAnywhereWithoutReadingBehindItsEnd) {
  for (std::size_t size = 0; size < good().size(); size += 97)
    EXPECT_NE(reason_of(good().substr(0, size)), "") << "cut to " << size << " bytes";
}

TEST(ElfFile, SurvivesEverySingleBrokenByteOfItsHead) {
  for (std::size_t at = 0; at < sizeof(Elf64_Ehdr); ++at) {
    std::string broken = good();
    broken[at] = static_cast<char>(broken[at] ^ 0xff);
    reason_of(broken);  // either answer is right; sanitizers watch the way there
  }
}

TEST(ElfFile, SurvivesHugeOffsetsInTheSectionTable) {
  Elf64_Ehdr head;
  std::memcpy(&head, good().data(), sizeof(head));
  for (std::size_t section = 0; section < head.e_shnum; ++section) {
    std::string broken = good();
    const std::size_t at = head.e_shoff + section * sizeof(Elf64_Shdr);
    std::memset(broken.data() + at + offsetof(Elf64_Shdr, sh_offset), 0xff, sizeof(Elf64_Off));
    reason_of(broken);
    std::memset(broken.data() + at + offsetof(Elf64_Shdr, sh_link), 0xff, sizeof(Elf64_Word));
    reason_of(broken);
  }
}

}  // namespace
}  // namespace aitb::core
