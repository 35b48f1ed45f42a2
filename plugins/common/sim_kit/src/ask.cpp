#include <sim_kit/ask.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serializer.hpp>

#include <array>

#include <sim_kit/json_read.hpp>

namespace sim_kit {
namespace {

namespace json = boost::json;

constexpr std::uint64_t hashed(unsigned char c, std::uint64_t hash) { return (hash ^ c) * 0x100000001b3u; }

/// Of a value as Boost writes it.
std::uint64_t digest_written(const json::value& value, std::uint64_t hash) {
  std::array<char, 2048> block;
  json::serializer writer;
  writer.reset(&value);
  while (!writer.done()) {
    const json::string_view piece = writer.read(block.data(), block.size());
    hash = digest(std::string_view(piece.data(), piece.size()), hash);
  }
  return hash;
}

/// Of a string in JSON; most strings stand there as they are.
std::uint64_t digest_string(std::string_view text, std::uint64_t hash) {
  std::uint64_t all = hashed('"', hash);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == '"' || byte == '\\') return digest_written(json::value(text), hash);
    all = hashed(byte, all);
  }
  return hashed('"', all);
}

/// Of a value's JSON without writing that out. As deep as the parser let it be.
std::uint64_t digest_value(const json::value& value, std::uint64_t hash) {
  char before = '[';
  switch (value.kind()) {
    case json::kind::string:
      return digest_string(view(value.get_string()), hash);
    case json::kind::array:
      for (const json::value& one : value.get_array()) {
        hash = digest_value(one, hashed(static_cast<unsigned char>(before), hash));
        before = ',';
      }
      return hashed(']', before == '[' ? hashed('[', hash) : hash);
    case json::kind::object:
      before = '{';
      for (const json::key_value_pair& one : value.get_object()) {
        hash = hashed(static_cast<unsigned char>(before), hash);
        hash = hashed(':', digest_string(std::string_view(one.key().data(), one.key().size()), hash));
        hash = digest_value(one.value(), hash);
        before = ',';
      }
      return hashed('}', before == '{' ? hashed('{', hash) : hash);
    default:
      return digest_written(value, hash);
  }
}

}  // namespace

std::uint64_t digest(std::string_view text, std::uint64_t hash) {
  for (const char c : text) hash = hashed(static_cast<unsigned char>(c), hash);
  return hash;
}

std::uint64_t digest(const json::object& body, const std::vector<std::string_view>& members) {
  std::uint64_t hash = digest(std::string_view());
  for (const std::string_view name : members) {
    if (const json::value* value = find_member(body, name)) hash = digest_value(*value, hash);
  }
  return hash;
}

}  // namespace sim_kit
