// PNG: 8-bit RGB, one IDAT.
#include <zlib.h>

#include <stdexcept>

#include "bytes.hpp"
#include "canvas.hpp"

namespace assets {
namespace {

void append_chunk(std::string& out, const std::string& type, const std::string& data) {
  put_big(out, data.size(), 4);
  const std::string body = type + data;
  out += body;
  put_big(out, crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())), 4);
}

std::string compressed(const std::string& plain) {
  uLongf size = compressBound(plain.size());
  std::string out(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(plain.data()),
                plain.size(), Z_BEST_COMPRESSION) != Z_OK) {
    throw std::runtime_error("compressing a picture failed");
  }
  out.resize(size);
  return out;
}

}  // namespace

std::string png(const Canvas& canvas) {
  std::string rows;
  const std::size_t length = static_cast<std::size_t>(canvas.width()) * 3;
  for (std::size_t at = 0; at < canvas.rgb().size(); at += length) {
    rows += '\0';  // no filter
    rows.append(reinterpret_cast<const char*>(canvas.rgb().data()) + at, length);
  }
  std::string header;
  put_big(header, static_cast<std::uint64_t>(canvas.width()), 4);
  put_big(header, static_cast<std::uint64_t>(canvas.height()), 4);
  header.append("\x08\x02\0\0\0", 5);  // 8 bits, RGB, deflate, adaptive filters, not interlaced
  std::string out("\x89PNG\r\n\x1a\n", 8);
  append_chunk(out, "IHDR", header);
  append_chunk(out, "IDAT", compressed(rows));
  append_chunk(out, "IEND", "");
  return out;
}

}  // namespace assets
