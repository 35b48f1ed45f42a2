#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "files.hpp"

namespace assets {
namespace {

constexpr Colour kWhite{250, 250, 250}, kInk{32, 36, 48}, kBlue{66, 118, 196}, kGreen{72, 160, 104},
    kOrange{224, 136, 48}, kGrey{176, 180, 190}, kRed{204, 68, 60};

void node(Canvas& canvas, int x, int y, const std::string& name, Colour colour) {
  canvas.box(x, y, 120, 56, colour);
  canvas.frame(x, y, 120, 56, kInk);
  canvas.text(x + 60 - static_cast<int>(name.size()) * 6, y + 21, name, kWhite);
}

/// Deterministic noise in 0..1.
double noise(unsigned n) {
  n = (n ^ 61u) ^ (n >> 16u);
  n *= 9u;
  n = (n ^ (n >> 4u)) * 0x27d4eb2du;
  n ^= n >> 15u;
  return static_cast<double>(n % 1000u) / 1000.0;
}

}  // namespace

Canvas network_diagram() {
  Canvas canvas(640, 360, kWhite);
  canvas.text(20, 16, "6G NETWORK WITH AI SERVICES", kInk);
  struct Link {
    int x0, y0, x1, y1;
    const char* label;
  };
  constexpr std::array<Link, 6> kLinks = {{{140, 108, 260, 188, "NR"},
                                           {140, 268, 260, 188, "NR"},
                                           {380, 188, 490, 108, "N6"},
                                           {380, 188, 490, 268, "N3"},
                                           {320, 216, 320, 290, ""},
                                           {550, 136, 550, 240, "API"}}};
  for (const Link& link : kLinks) {
    canvas.line(link.x0, link.y0, link.x1, link.y1, kInk);
    canvas.text((link.x0 + link.x1) / 2 + 6, (link.y0 + link.y1) / 2 - 22, link.label, kRed);
  }
  node(canvas, 20, 80, "PHONE", kBlue);
  node(canvas, 20, 240, "GLASSES", kBlue);
  node(canvas, 260, 160, "GNB", kGreen);
  node(canvas, 260, 290, "EDGE AI", kOrange);
  node(canvas, 490, 80, "CORE", kGreen);
  node(canvas, 490, 240, "CLOUD AI", kOrange);
  return canvas;
}

Canvas traffic_pattern() {
  Canvas canvas(640, 360, kWhite);
  canvas.text(20, 16, "DOWNLINK OF A CHAT STREAM", kInk);
  canvas.line(60, 320, 620, 320, kInk);
  canvas.line(60, 50, 60, 320, kInk);
  canvas.text(16, 50, "KB", kInk);
  canvas.text(540, 334, "TIME S", kInk, 1);
  for (int i = 1; i < 7; ++i) {
    canvas.line(60 + i * 80, 316, 60 + i * 80, 324, kInk);
    canvas.text(56 + i * 80, 334, std::to_string(i), kInk, 1);
    canvas.line(62, 320 - i * 40, 620, 320 - i * 40, kGrey);
  }
  // Prompts bring a burst, then a steady trickle of tokens, then silence.
  for (int x = 0; x < 560; x += 4) {
    const int phase = x % 190;
    double height = 0;
    if (phase < 12) {
      height = 200 + 40 * noise(static_cast<unsigned>(x));
    } else if (phase < 150) {
      height = 50 + 26 * noise(static_cast<unsigned>(x)) + 12 * std::sin(phase / 9.0);
    }
    canvas.box(62 + x, 320 - static_cast<int>(height), 3, static_cast<int>(height),
               phase < 12 ? kRed : kBlue);
  }
  return canvas;
}

Canvas latency_heatmap() {
  Canvas canvas(640, 360, kWhite);
  canvas.text(20, 16, "LATENCY IN MS", kInk);
  constexpr std::array<const char*, 5> kRows = {"CHAT", "AGENT", "IMAGE", "SEARCH", "VOICE"};
  constexpr std::array<const char*, 5> kColumns = {"IDEAL", "5G", "WIFI", "EDGE", "SAT"};
  constexpr std::array<int, 5> kDelays = {1, 20, 30, 120, 600};
  constexpr std::array<int, 5> kTrips = {2, 9, 3, 4, 1};
  for (int row = 0; row < 5; ++row) {
    canvas.text(20, 86 + row * 52, kRows[static_cast<std::size_t>(row)], kInk);
    for (int column = 0; column < 5; ++column) {
      const int ms =
          40 + kDelays[static_cast<std::size_t>(column)] * 2 * kTrips[static_cast<std::size_t>(row)];
      const double heat = std::min(1.0, std::log10(ms / 40.0) / 2.4);
      const Colour fill{static_cast<std::uint8_t>(70 + 180 * heat),
                        static_cast<std::uint8_t>(180 - 130 * heat),
                        static_cast<std::uint8_t>(120 - 70 * heat)};
      canvas.box(120 + column * 100, 70 + row * 52, 96, 48, fill);
      canvas.text(132 + column * 100, 86 + row * 52, std::to_string(ms), kWhite);
      if (row == 0) canvas.text(128 + column * 100, 46, kColumns[static_cast<std::size_t>(column)], kInk);
    }
  }
  return canvas;
}

Canvas video_picture(int number, int of) {
  Canvas canvas(160, 120, kWhite);
  canvas.box(8, 44, 22, 40, kInk);
  canvas.box(11, 48, 16, 28, kBlue);
  canvas.box(124, 34, 28, 60, kGrey);
  for (int i = 0; i < 4; ++i) canvas.box(128, 40 + i * 13, 20, 6, kGreen);
  canvas.line(30, 64, 124, 64, kGrey);
  const int x = 30 + number * 82 / std::max(1, of - 1);
  canvas.box(x, 58, 12, 12, kOrange);
  canvas.text(8, 8, "PACKET " + std::to_string(number + 1), kInk, 1);
  return canvas;
}

}  // namespace assets
