// Chunk timelines in some eight bytes a chunk: a version byte, then differences as variable-length integers.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <aitb/record.hpp>

namespace aitb::record_codec {

/// Appends the encoded timeline to `out`; nothing at all for no chunks. Loses nothing: times to the
/// nanosecond.
void encode_chunks(const std::vector<Chunk>& chunks, std::string& out);

/// The inverse. Throws Error(protocol) for an unknown version, a truncated or an overlong timeline.
std::vector<Chunk> decode_chunks(std::string_view bytes);

}  // namespace aitb::record_codec
