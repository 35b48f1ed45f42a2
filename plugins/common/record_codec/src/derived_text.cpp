#include "derived_text.hpp"

#include <boost/json/serialize.hpp>
#include <charconv>
#include <cstdlib>

namespace aitb::record_codec {
namespace {

void append_seconds(std::string& out, std::int64_t ns) {
  char digits[32];
  if (ns < 0) out.push_back('-');
  const auto magnitude = static_cast<std::uint64_t>(std::llabs(ns));
  const auto [whole_end, unused] = std::to_chars(digits, digits + sizeof digits, magnitude / 1'000'000'000);
  out.append(digits, whole_end);
  auto fraction = magnitude % 1'000'000'000;
  char tail[10] = {'.', '0', '0', '0', '0', '0', '0', '0', '0', '0'};
  int last = 0;
  for (int place = 9; place > 0; --place, fraction /= 10) {
    tail[place] = static_cast<char>('0' + fraction % 10);
    if (last == 0 && tail[place] != '0') last = place;
  }
  if (last != 0) out.append(tail, static_cast<std::size_t>(last) + 1);
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
      out.push_back(out.empty() ? '[' : ',');
      append_seconds(out, (chunk.at - before->at).count());
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
