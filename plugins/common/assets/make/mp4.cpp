// ISO base media file: ftyp, mdat with the pictures, moov with one video track that tells where each is.
#include "bytes.hpp"
#include "files.hpp"

namespace assets {
namespace {

std::string box(const std::string& type, const std::string& content) {
  std::string out;
  put_big(out, content.size() + 8, 4);
  return out + type + content;
}

std::string full_box(const std::string& type, std::uint64_t flags, const std::string& content) {
  std::string out;
  put_big(out, flags, 4);  // version 0
  return box(type, out + content);
}

std::string numbers(std::initializer_list<std::uint64_t> values) {
  std::string out;
  for (const std::uint64_t value : values) put_big(out, value, 4);
  return out;
}

std::string unity_matrix() { return numbers({0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000}); }

/// A descriptor of MPEG-4 Systems: tag, length below 128, content.
std::string descriptor(int tag, const std::string& content) {
  std::string out;
  put_big(out, static_cast<std::uint64_t>(tag), 1);
  put_big(out, content.size(), 1);
  return out + content;
}

std::string sample_entry(int width, int height) {
  std::string decoder("\x6D\x11\0\0\0", 5);  // PNG, visual stream
  decoder += numbers({0, 0});
  std::string es("\0\1\0", 3);
  es += descriptor(4, decoder) + descriptor(6, "\2");
  std::string entry(6, '\0');
  put_big(entry, 1, 2);
  entry += numbers({0, 0, 0, 0});
  put_big(entry, static_cast<std::uint64_t>(width), 2);
  put_big(entry, static_cast<std::uint64_t>(height), 2);
  entry += numbers({0x480000, 0x480000, 0});
  put_big(entry, 1, 2);  // pictures a sample
  entry += std::string(32, '\0');
  put_big(entry, 24, 2);
  put_big(entry, 0xFFFF, 2);
  return box("mp4v", entry + full_box("esds", 0, descriptor(3, es)));
}

}  // namespace

std::string mp4(const std::vector<Canvas>& pictures, int pictures_per_second) {
  const std::string type = box("ftyp", "isom" + numbers({0x200}) + "isomiso2mp41");
  std::string data, sizes, offsets;
  for (const Canvas& one : pictures) {
    const std::string picture = png(one);
    put_big(offsets, type.size() + 8 + data.size(), 4);
    put_big(sizes, picture.size(), 4);
    data += picture;
  }
  const std::uint64_t count = pictures.size(),
                      duration = count * 1000 / static_cast<std::uint64_t>(pictures_per_second);
  const int width = pictures.front().width(), height = pictures.front().height();
  const auto wide = static_cast<std::uint64_t>(width) << 16u, high = static_cast<std::uint64_t>(height)
                                                                     << 16u;

  const std::string table = box(
      "stbl",
      full_box("stsd", 0, numbers({1}) + sample_entry(width, height)) +
          full_box("stts", 0, numbers({1, count, 1000 / static_cast<std::uint64_t>(pictures_per_second)})) +
          full_box("stsc", 0, numbers({1, 1, 1, 1})) + full_box("stsz", 0, numbers({0, count}) + sizes) +
          full_box("stco", 0, numbers({count}) + offsets));
  const std::string source = box("dinf", full_box("dref", 0, numbers({1}) + full_box("url ", 1, "")));
  const std::string info = box("minf", full_box("vmhd", 1, numbers({0, 0})) + source + table);
  const std::string handler =
      full_box("hdlr", 0, numbers({0}) + "vide" + numbers({0, 0, 0}) + std::string("video\0", 6));
  const std::string media =
      box("mdia", full_box("mdhd", 0, numbers({0, 0, 1000, duration, 0x55C40000})) + handler + info);
  const std::string track = box(
      "trak", full_box("tkhd", 7,
                       numbers({0, 0, 1, 0, duration, 0, 0, 0, 0}) + unity_matrix() + numbers({wide, high})) +
                  media);
  const std::string movie = full_box("mvhd", 0,
                                     numbers({0, 0, 1000, duration, 0x10000, 0x1000000, 0, 0}) +
                                         unity_matrix() + numbers({0, 0, 0, 0, 0, 0, 2}));
  return type + box("mdat", data) + box("moov", movie + track);
}

}  // namespace assets
