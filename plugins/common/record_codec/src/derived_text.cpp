#include "derived_text.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cstdlib>
#include <iterator>

namespace aitb::record_codec {
namespace {

/// As few decimals as say it exactly.
char* put_seconds(char* out, std::int64_t ns) {
  constexpr std::size_t decimals = 9;
  char digits[24];
  if (ns < 0) *out++ = '-';
  const auto magnitude = static_cast<std::uint64_t>(std::llabs(ns));
  const auto size = static_cast<std::size_t>(std::to_chars(digits, std::end(digits), magnitude).ptr - digits);
  const std::size_t whole = size > decimals ? size - decimals : 0;
  out = whole > 0 ? std::copy_n(digits, whole, out) : std::fill_n(out, 1, '0');
  *out++ = '.';
  out = std::fill_n(out, decimals - (size - whole), '0');
  out = std::copy_n(digits + whole, size - whole, out);
  while (out[-1] == '0') --out;
  return out[-1] == '.' ? out - 1 : out;
}

std::string_view reference_type(RecordClass klass) {
  switch (klass) {
    case RecordClass::tool:
      return "mcp_tool_call";
    case RecordClass::computer_action:
      return "computer_use_action";
    case RecordClass::search:
      return "search";
    case RecordClass::packet:
      return "pcap";
    case RecordClass::connection:
    case RecordClass::primary:
      break;
  }
  return {};
}

}  // namespace

void append_inter_chunk_times(const Record& record, std::string& out) {
  const Chunk* before = nullptr;
  for (const Chunk& chunk : record.chunks) {
    if (!generated(chunk.kind)) continue;
    if (before != nullptr) {
      char text[40];
      text[0] = out.empty() ? '[' : ',';
      out.append(text, put_seconds(text + 1, (chunk.at - before->at).count()));
    }
    before = &chunk;
  }
  if (!out.empty()) out.push_back(']');
}

void append_metadata(const Record& record, std::string& out) {
  boost::json::object metadata(record.notes);
  if (const std::string_view type = reference_type(record.klass); !type.empty())
    metadata.emplace("type", type);
  if (record.klass == RecordClass::connection) metadata.emplace("event_type", record.operation + "_connect");
  if (!record.tool_name.empty()) metadata.emplace("tool_name", record.tool_name);
  if (!record.connection.protocol.empty()) metadata.emplace("protocol", record.connection.protocol);
  if (!metadata.empty()) out += boost::json::serialize(metadata);
}

}  // namespace aitb::record_codec
