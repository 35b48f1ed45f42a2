#include "core/record/token_count.hpp"

#include <aitb/tokens.hpp>

#include <algorithm>

namespace aitb::core {
namespace {

/// Which of the record's texts a chunk's bytes are part of; nullptr for kinds without text.
const std::string* text_of(const Record& record, ChunkKind kind) {
  switch (kind) {
    case ChunkKind::content:
    case ChunkKind::refusal:
    case ChunkKind::transcript:
      return &record.response_text;
    case ChunkKind::reasoning:
      return &record.reasoning_text;
    case ChunkKind::tool_call:
      return &record.tool_text;
    default:
      return nullptr;
  }
}

std::int64_t share_out(Record& record, const TokenCounter& counter, const std::string& text) {
  if (text.empty()) return 0;
  const std::vector<std::uint32_t> ends = counter.ends(text);
  auto token = ends.begin();
  std::size_t offset = 0;
  for (Chunk& chunk : record.chunks) {
    if (text_of(record, chunk.kind) != &text) continue;
    offset += chunk.bytes;
    const auto first = token;
    while (token != ends.end() && *token <= offset) ++token;
    chunk.tokens = static_cast<std::uint16_t>(std::min<std::ptrdiff_t>(token - first, 0xffff));
  }
  return static_cast<std::int64_t>(ends.size());
}

}  // namespace

void count_tokens(Record& record) {
  const std::string& model = record.response_model.empty() ? record.model : record.response_model;
  if (model.empty()) return;
  const std::string_view encoding = encoding_of(model);
  const auto counter = token_counter(encoding);
  if (!counter) return;
  record.count_method = (encoding_known(model) ? "counted:" : "estimated:") + std::string(encoding);
  if (!record.request_text.empty()) {
    record.counted_in = static_cast<std::int64_t>(counter->count(record.request_text));
  }
  const bool any_text =
      !record.response_text.empty() || !record.reasoning_text.empty() || !record.tool_text.empty();
  if (!any_text && !record.success) return;
  record.counted_out = share_out(record, *counter, record.response_text) +
                       share_out(record, *counter, record.reasoning_text) +
                       share_out(record, *counter, record.tool_text);
}

}  // namespace aitb::core
