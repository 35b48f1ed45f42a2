#include <sim_kit/ask.hpp>

#include <boost/json/serializer.hpp>

#include <array>

namespace sim_kit {

std::uint64_t digest(std::string_view text, std::uint64_t hash) {
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

std::uint64_t digest(const boost::json::object& body, const std::vector<std::string_view>& members) {
  std::uint64_t hash = digest(std::string_view());
  std::array<char, 2048> block{};
  boost::json::serializer writer;
  for (std::string_view name : members) {
    const boost::json::value* value = body.if_contains(name);
    if (value == nullptr) continue;
    writer.reset(value);
    while (!writer.done()) {
      const boost::json::string_view piece = writer.read(block.data(), block.size());
      hash = digest(std::string_view(piece.data(), piece.size()), hash);
    }
  }
  return hash;
}

}  // namespace sim_kit
