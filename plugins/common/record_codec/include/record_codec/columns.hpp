// The columns of stored records and sessions: one table gives names, types, meanings, writing and reading.
#pragma once
#include <span>
#include <string_view>

#include <aitb/record.hpp>

#include "record_codec/cell.hpp"

namespace aitb::record_codec {

/// `json` is text that holds JSON; `chunks` is the encoding of chunk_codec.hpp.
enum class ColumnType : std::uint8_t { integer, real, text, json, chunks };

template <class Row>
struct Column {
  std::string_view name;
  ColumnType type;
  std::string_view meaning;
  Cell (*get)(const Row&, Scratch&);
  void (*set)(Row&, const Cell&);  ///< nullptr: derived from other columns, kept for those who query by SQL
  bool long_text = false;          ///< stored only when the sink's option asks for it
};

/// Names and meanings of the reference testbed's traffic_logs first, then ours.
std::span<const Column<Record>> record_columns();
std::span<const Column<SessionFact>> session_columns();

}  // namespace aitb::record_codec
