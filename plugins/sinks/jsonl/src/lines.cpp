#include "lines.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "record_codec/chunk_codec.hpp"
#include "record_codec/columns.hpp"
#include "utf8.hpp"

namespace aitb::jsonl {
namespace {

namespace json = boost::json;
using record_codec::Cell;
using record_codec::Column;
using record_codec::ColumnType;
using record_codec::Scratch;

template <class Number>
void append_number(std::string& out, Number value) {
  char digits[32];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void append_text(std::string& out, std::string_view text) {
  append_valid_utf8(out, json::serialize(json::string(text)));
}

void append_chunks(std::string& out, const std::vector<Chunk>& chunks) {
  std::int64_t before = 0;
  out.push_back('[');
  for (const Chunk& chunk : chunks) {
    out.append(&chunk == chunks.data() ? "[" : ",[");
    for (const std::int64_t value :
         {to_ns(chunk.at) - before, std::int64_t{chunk.kernel_lead_ns}, std::int64_t{chunk.read_id},
          std::int64_t{chunk.bytes}, std::int64_t{chunk.tokens}}) {
      append_number(out, value);
      out.push_back(',');
    }
    out.append("\"").append(to_string(chunk.kind)).append("\"]");
    before = to_ns(chunk.at);
  }
  out.push_back(']');
}

void append_cell(std::string& out, ColumnType type, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::integer:
      return append_number(out, cell.integer);
    case Cell::Kind::real:
      return append_number(out, cell.real);
    case Cell::Kind::text:
      if (type == ColumnType::json) {
        append_valid_utf8(out, cell.bytes);
      } else {
        append_text(out, cell.bytes);
      }
      return;
    case Cell::Kind::blob:
      return append_chunks(out, record_codec::decode_chunks(cell.bytes));
    case Cell::Kind::null:
      return;
  }
}

template <class Row>
void append_row(std::string& out, std::string_view kind, const Row& row, std::span<const Column<Row>> columns,
                bool store_text, Scratch& scratch) {
  scratch.clear();
  out.append("{\"line\":\"").append(kind).append("\"");
  for (const auto& column : columns) {
    if (column.long_text && !store_text) continue;
    const Cell cell = column.get(row, scratch);
    if (cell.null()) continue;
    out.append(",\"").append(column.name).append("\":");
    append_cell(out, column.type, cell);
  }
  out.append("}\n");
}

std::vector<Chunk> read_chunks(const json::array& list) {
  std::vector<Chunk> chunks;
  std::int64_t before = 0;
  for (const json::value& item : list) {
    const json::array& parts = item.as_array();
    Chunk& chunk = chunks.emplace_back();
    before += parts.at(0).to_number<std::int64_t>();
    chunk.at = from_ns(before);
    chunk.kernel_lead_ns = parts.at(1).to_number<std::int32_t>();
    chunk.read_id = parts.at(2).to_number<std::uint32_t>();
    chunk.bytes = parts.at(3).to_number<std::uint32_t>();
    chunk.tokens = parts.at(4).to_number<std::uint16_t>();
    const json::string& name = parts.at(5).as_string();
    for (int kind = 0; kind <= static_cast<int>(ChunkKind::error); ++kind) {
      if (to_string(static_cast<ChunkKind>(kind)) == std::string_view(name.data(), name.size()))
        chunk.kind = static_cast<ChunkKind>(kind);
    }
  }
  return chunks;
}

Cell to_cell(const json::value& value, ColumnType type, Scratch& scratch) {
  if (type == ColumnType::chunks && value.is_array()) {
    std::string& bytes = scratch.next();
    record_codec::encode_chunks(read_chunks(value.get_array()), bytes);
    return Cell::of_blob(bytes);
  }
  if (type == ColumnType::json) return Cell::of_text(scratch.next() = json::serialize(value));
  if (value.is_int64()) return Cell::of(value.get_int64());
  if (value.is_uint64()) return Cell::of(static_cast<std::int64_t>(value.get_uint64()));
  if (value.is_double()) return Cell::of_real(value.get_double());
  if (value.is_string()) return Cell::of_text({value.get_string().data(), value.get_string().size()});
  return {};
}

template <class Row>
Row read_row(const json::object& line, std::span<const Column<Row>> columns) {
  Row row;
  Scratch scratch;
  for (const auto& column : columns) {
    if (column.set == nullptr) continue;
    const json::value* value = line.if_contains({column.name.data(), column.name.size()});
    if (value != nullptr) column.set(row, to_cell(*value, column.type, scratch));
  }
  return row;
}

}  // namespace

void append_line(std::string& out, const Record& record, bool store_text, Scratch& scratch) {
  append_row(out, "record", record, record_codec::record_columns(), store_text, scratch);
}

void append_line(std::string& out, const SessionFact& session, Scratch& scratch) {
  append_row(out, "session", session, record_codec::session_columns(), true, scratch);
}

void append_line(std::string& out, const json::object& run) {
  out.append("{\"line\":\"run\",\"run\":");
  append_valid_utf8(out, json::serialize(run));
  out.append("}\n");
}

Record read_record(const json::object& line) { return read_row(line, record_codec::record_columns()); }
SessionFact read_session(const json::object& line) { return read_row(line, record_codec::session_columns()); }

}  // namespace aitb::jsonl
