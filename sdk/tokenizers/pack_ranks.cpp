// pack_ranks RANKS OUT: turns a rank file ("BASE64 RANK" lines) into the table that libaitb maps at run time.
#include <algorithm>
#include <bit>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "text/token_table.hpp"

namespace {

using aitb::text::TokenTableHeader;

std::string decode_base64(std::string_view coded) {
  std::string bytes;
  unsigned bits = 0, held = 0;
  for (char c : coded) {
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (c == '=') break;
    const auto value = alphabet.find(c);
    if (value == alphabet.npos) throw std::runtime_error("not base64: " + std::string(coded));
    bits = bits << 6 | static_cast<unsigned>(value);
    held += 6;
    if (held >= 8) bytes += static_cast<char>(bits >> (held -= 8) & 0xff);
  }
  return bytes;
}

std::vector<std::string> read_tokens(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot open " + file);
  std::vector<std::string> tokens;
  std::string coded;
  for (std::size_t rank = 0; in >> coded >> rank;) {
    if (rank != tokens.size())
      throw std::runtime_error(file + ": rank " + std::to_string(rank) + " is out of order");
    tokens.push_back(decode_base64(coded));
  }
  if (tokens.size() < 256) throw std::runtime_error(file + ": fewer tokens than byte values");
  return tokens;
}

void write_table(const std::vector<std::string>& tokens, const std::string& file) {
  TokenTableHeader header;
  header.count = static_cast<std::uint32_t>(tokens.size());
  header.slot_bits = static_cast<std::uint32_t>(std::bit_width(2 * tokens.size() - 1));
  std::vector<std::uint32_t> offsets = {0};
  std::string bytes;
  for (const auto& token : tokens) {
    bytes += token;
    offsets.push_back(static_cast<std::uint32_t>(bytes.size()));
  }
  header.bytes = static_cast<std::uint32_t>(bytes.size());

  std::vector<std::uint64_t> slots(std::size_t{1} << header.slot_bits);
  for (std::uint32_t rank = 0; rank < header.count; ++rank) {
    const std::uint64_t hash = aitb::text::token_hash(tokens[rank]);
    std::size_t at = hash >> (64 - header.slot_bits);
    while (slots[at] != 0) at = (at + 1) % slots.size();
    slots[at] = hash << 32 | (rank + 1);
  }

  std::ofstream out(file, std::ios::binary);
  const auto put = [&out](const void* data, std::size_t size) {
    out.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  };
  put(&header, sizeof header);
  put(offsets.data(), offsets.size() * 4);
  put("\0\0\0\0\0\0\0", header.slots_at() - sizeof header - offsets.size() * 4);
  put(slots.data(), slots.size() * 8);
  put(bytes.data(), bytes.size());
  if (!out.flush()) throw std::runtime_error("cannot write " + file);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: pack_ranks RANKS OUT\n";
    return 2;
  }
  write_table(read_tokens(argv[1]), argv[2]);
} catch (const std::exception& failure) {
  std::cerr << "pack_ranks: " << failure.what() << '\n';
  return 1;
}
