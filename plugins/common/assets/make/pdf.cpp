// PDF 1.4 by hand: two pages, the built-in font Helvetica, no compression.
#include <array>
#include <vector>

#include "files.hpp"

namespace assets {
namespace {

std::string line(int x, int y, int size, const std::string& words) {
  return "BT /F1 " + std::to_string(size) + " Tf " + std::to_string(x) + " " + std::to_string(y) + " Td (" +
         words + ") Tj ET\n";
}

std::string first_page() {
  std::string out = line(72, 760, 20, "Traffic of AI services: a short report");
  constexpr std::array<const char*, 6> kLines = {
      "This sample document belongs to a testbed for the network traffic of AI services.",
      "A chat answer arrives as a stream of small pieces; an image as one large burst.",
      "Agents call tools between their requests, so one prompt causes many round trips.",
      "Searches run side by side; their number, not their size, decides how long they take.",
      "Voice needs a steady rate in both directions and reacts to delay above 200 ms.",
      "The next page compares the bytes that each kind of service moves for one prompt."};
  int y = 720;
  for (const char* words : kLines) out += line(72, y -= 24, 12, words);
  return out;
}

std::string second_page() {
  struct Bar {
    const char* name;
    int kilobytes;
  };
  constexpr std::array<Bar, 5> kBars = {
      {{"Chat", 24}, {"Agent", 180}, {"Search", 95}, {"Image", 340}, {"Voice", 260}}};
  std::string out = line(72, 760, 16, "Kilobytes for one prompt");
  int y = 700;
  for (const Bar& bar : kBars) {
    out += line(72, y + 6, 12, bar.name);
    out +=
        "0.26 0.46 0.77 rg 140 " + std::to_string(y) + " " + std::to_string(bar.kilobytes) + " 22 re f 0 g\n";
    out += line(150 + bar.kilobytes, y + 6, 12, std::to_string(bar.kilobytes));
    y -= 40;
  }
  return out;
}

std::string stream(const std::string& content) {
  return "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "endstream";
}

}  // namespace

std::string pdf() {
  const std::string page =
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 7 0 R >> >> "
      "/Contents ";
  std::vector<std::string> objects;
  objects.push_back("<< /Type /Catalog /Pages 2 0 R >>");
  objects.push_back("<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>");
  objects.push_back(page + "4 0 R >>");
  objects.push_back(stream(first_page()));
  objects.push_back(page + "6 0 R >>");
  objects.push_back(stream(second_page()));
  objects.push_back("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  std::string out = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::string offset = std::to_string(out.size());
    table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string start = std::to_string(out.size()), count = std::to_string(objects.size() + 1);
  out += "xref\n0 " + count + "\n0000000000 65535 f \n" + table;
  return out + "trailer\n<< /Size " + count + " /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
}

}  // namespace assets
