// The scan by words says what the plain definition says, for every byte at every place of a word.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "net/byte_scan.hpp"

namespace {

bool plainly(const std::string& text, unsigned limit) {
  return std::any_of(text.begin(), text.end(),
                     [limit](char c) { return static_cast<unsigned char>(c) < limit; });
}

TEST(ByteScan, FindsEveryByteAtEveryPlace) {
  for (std::size_t size = 0; size <= 26; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        for (const char around : {'x', '\x0e', '\x80', '\xff'}) {
          std::string text(size, around);
          text[at] = static_cast<char>(byte);
          ASSERT_EQ(aitb::net::has_byte_below(text, 14), plainly(text, 14))
              << "byte " << byte << " at " << at << " of " << size;
        }
      }
    }
  }
}

TEST(ByteScan, KnowsEachLimit) {
  for (unsigned limit = 0; limit <= 128; ++limit) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text(19, '\x7f');
      text[5] = static_cast<char>(byte);
      ASSERT_EQ(aitb::net::has_byte_below(text, static_cast<unsigned char>(limit)), plainly(text, limit))
          << "byte " << byte << ", limit " << limit;
    }
  }
}

TEST(ByteScan, FindsNothingInAnEmptyText) { EXPECT_FALSE(aitb::net::has_byte_below({}, 14)); }

}  // namespace
