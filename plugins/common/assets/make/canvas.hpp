// A picture in memory with the few things that diagrams are made of.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assets {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
};

class Canvas {
 public:
  Canvas(int width, int height, Colour ground);
  int width() const noexcept { return width_; }
  int height() const noexcept { return height_; }
  /// Outside is nowhere.
  void point(int x, int y, Colour colour);
  void box(int x, int y, int width, int height, Colour fill);
  void frame(int x, int y, int width, int height, Colour line);
  void line(int x0, int y0, int x1, int y1, Colour colour);
  /// Capitals, digits and a few signs, 5 by 7 points, each `scale` wide.
  void text(int x, int y, std::string_view words, Colour colour, int scale = 2);
  const std::vector<std::uint8_t>& rgb() const noexcept { return rgb_; }

 private:
  int width_, height_;
  std::vector<std::uint8_t> rgb_;
};

std::string png(const Canvas& canvas);

}  // namespace assets
