#include <cstdint>

#include "toolbox.hpp"

namespace mcp_simulator {
namespace {

void append_number(std::string& out, std::uint32_t number) {
  for (unsigned shift = 32; shift > 0; shift -= 8) out += static_cast<char>(number >> (shift - 8) & 0xffU);
}

std::uint32_t crc(std::string_view bytes) {
  std::uint32_t sum = 0xffffffffU;
  for (const char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    for (int i = 0; i < 8; ++i) sum = (sum & 1U) != 0 ? 0xedb88320U ^ sum >> 1U : sum >> 1U;
  }
  return ~sum;
}

void append_chunk(std::string& out, std::string_view type, std::string_view data) {
  append_number(out, static_cast<std::uint32_t>(data.size()));
  const std::string body = std::string(type) + std::string(data);
  out += body;
  append_number(out, crc(body));
}

/// zlib without compression: stored blocks, so that the size follows from width and height alone.
std::string stored(std::string_view data) {
  std::string out("\x78\x01", 2);
  std::uint32_t a = 1, b = 0;
  for (const char c : data) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  do {
    const std::string_view block = data.substr(0, 65535);
    data.remove_prefix(block.size());
    const auto size = static_cast<std::uint32_t>(block.size());
    out += static_cast<char>(data.empty() ? 1 : 0);
    for (const std::uint32_t word : {size, ~size}) {
      out += static_cast<char>(word & 0xffU);
      out += static_cast<char>(word >> 8U & 0xffU);
    }
    out += block;
  } while (!data.empty());
  append_number(out, b << 16U | a);
  return out;
}

}  // namespace

std::string picture(int width, int height, std::uint64_t seed) {
  std::string pixels;
  for (int y = 0; y < height; ++y) {
    pixels += '\0';
    for (int x = 0; x < width; ++x) {
      pixels += static_cast<char>(x * 255 / width);
      pixels += static_cast<char>(y * 255 / height);
      pixels += static_cast<char>(seed & 0xffU);
    }
  }
  std::string out("\x89PNG\r\n\x1a\n", 8), head;
  append_number(head, static_cast<std::uint32_t>(width));
  append_number(head, static_cast<std::uint32_t>(height));
  head += std::string("\x08\x02\x00\x00\x00", 5);  // 8 bits a channel, RGB
  append_chunk(out, "IHDR", head);
  append_chunk(out, "IDAT", stored(pixels));
  append_chunk(out, "IEND", "");
  return out;
}

}  // namespace mcp_simulator
