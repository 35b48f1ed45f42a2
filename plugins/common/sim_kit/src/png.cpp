#include <sim_kit/media.hpp>

#include <zlib.h>

#include <aitb/error.hpp>

#include <algorithm>
#include <array>

namespace sim_kit {
namespace {

void append_u32(std::string& out, std::uint32_t number) {
  for (unsigned shift : {24u, 16u, 8u, 0u}) out += static_cast<char>(number >> shift & 0xffu);
}

void append_chunk(std::string& out, std::string_view type, std::string_view data) {
  append_u32(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t begin = out.size();
  out.append(type).append(data);
  const auto* bytes = reinterpret_cast<const Bytef*>(out.data() + begin);
  append_u32(out, static_cast<std::uint32_t>(crc32(0, bytes, static_cast<uInt>(out.size() - begin))));
}

/// Three slow waves, one a colour, whose slopes the seed chooses.
std::string pixels(std::uint32_t width, std::uint32_t height, aitb::Random& random) {
  std::array<std::uint32_t, 9> slope{};
  for (std::uint32_t& one : slope) one = 1 + static_cast<std::uint32_t>(random.below(4096 / 64));
  std::string rows;
  rows.reserve((std::size_t{3} * width + 1) * height);
  std::uint32_t noise = static_cast<std::uint32_t>(random.next()) | 1u;
  const std::uint32_t x_scale = 65536 / std::max(1u, width), y_scale = 65536 / std::max(1u, height);
  for (std::uint32_t y = 0; y < height; ++y) {
    rows += '\0';  // no filter
    for (std::uint32_t x = 0; x < width; ++x) {
      noise = noise * 1664525u + 1013904223u;
      for (std::uint32_t c = 0; c < 3; ++c) {
        const std::uint32_t phase =
            (x * x_scale * slope[c] + y * y_scale * slope[c + 3]) / 512 + slope[c + 6] * 4;
        const std::uint32_t wave = phase % 512;
        const std::uint32_t level = (wave < 256 ? wave : 511 - wave) * 7 / 8;
        rows += static_cast<char>(level + (noise >> (28 + c) & 1u));
      }
    }
  }
  return rows;
}

}  // namespace

std::string draw_png(std::uint32_t width, std::uint32_t height, aitb::Random random) {
  const std::string rows = pixels(width, height, random);
  uLongf size = compressBound(static_cast<uLong>(rows.size()));
  std::string packed(size, '\0');
  const int done = compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                             reinterpret_cast<const Bytef*>(rows.data()), static_cast<uLong>(rows.size()), 1);
  if (done != Z_OK) throw aitb::Error(aitb::ErrorKind::internal, "packing a drawn picture: zlib refused it");
  packed.resize(size);
  std::string head;
  append_u32(head, width);
  append_u32(head, height);
  head.append({8, 2, 0, 0, 0});  // 8 bits a colour, RGB, and the only methods there are
  std::string out = "\x89PNG\r\n\x1a\n";
  append_chunk(out, "IHDR", head);
  append_chunk(out, "IDAT", packed);
  append_chunk(out, "IEND", {});
  return out;
}

}  // namespace sim_kit
