// make_assets FOLDER: writes the sample files.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "files.hpp"

namespace {

void write(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (!out) throw std::runtime_error("writing " + file.string() + " failed");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_assets FOLDER\n";
    return 2;
  }
  try {
    const std::filesystem::path folder(argv[1]);
    std::filesystem::create_directories(folder);
    write(folder / "network_diagram.png", png(assets::network_diagram()));
    write(folder / "traffic_pattern.png", png(assets::traffic_pattern()));
    write(folder / "latency_heatmap_sample.png", png(assets::latency_heatmap()));
    write(folder / "report.pdf", assets::pdf());
    write(folder / "question.wav", assets::wav(24000, 2.2));
    constexpr int kPictures = 24;
    std::vector<assets::Canvas> pictures;
    for (int i = 0; i < kPictures; ++i) pictures.push_back(assets::video_picture(i, kPictures));
    write(folder / "test.mp4", assets::mp4(pictures, 8));
    return 0;
  } catch (const std::exception& failure) {
    std::cerr << "make_assets: " << failure.what() << '\n';
    return 1;
  }
}
