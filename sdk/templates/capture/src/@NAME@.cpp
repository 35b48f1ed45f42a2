#include "@NAME@.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

namespace @NAMESPACE@ {
namespace {

aitb::CaptureFact read_now(const std::string& file, const std::string& interface) {
  std::ifstream stream(file);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  const auto found = counters_of(text, interface);
  if (!found)
    throw aitb::Error(aitb::ErrorKind::unsupported, "watching " + interface + ": " + file + " does not know it");
  return *found;
}

}  // namespace

aitb::FieldTable fields(@CLASS@::Options& options) {
  using aitb::field;
  return aitb::fields(field("counters", options.counters, "File with the kernel's counters").path());
}

std::optional<aitb::CaptureFact> counters_of(const std::string& text, const std::string& interface) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos || line.find_first_not_of(' ') == line.npos) continue;
    const std::size_t start = line.find_first_not_of(' ');
    if (line.substr(start, colon - start) != interface) continue;
    std::istringstream numbers(line.substr(colon + 1));
    std::uint64_t column[12] = {};
    for (std::uint64_t& one : column) numbers >> one;
    aitb::CaptureFact fact;
    fact.bytes = column[0] + column[8];
    fact.packets = column[1] + column[9];
    fact.dropped = column[3] + column[11];
    return fact;
  }
  return std::nullopt;
}

@CLASS@::@CLASS@(Options options, aitb::Context&) : options_(std::move(options)) {}

aitb::task<> @CLASS@::start(aitb::Path path, std::filesystem::path folder, std::string label) {
  interface_ = path.interface;
  file_ = folder / (label + ".txt");
  before_ = read_now(options_.counters, interface_);
  co_return;
}

aitb::task<aitb::CaptureFact> @CLASS@::stop() {
  aitb::CaptureFact fact = read_now(options_.counters, interface_);
  fact.packets -= before_.packets;
  fact.bytes -= before_.bytes;
  fact.dropped -= before_.dropped;
  fact.file = file_;
  std::ofstream(file_) << interface_ << ": " << fact.packets << " packets, " << fact.bytes << " bytes\n";
  co_return fact;
}

}  // namespace @NAMESPACE@
