// The text columns that are made, not stored: the reference's metadata and its list of inter-chunk times.
#pragma once
#include <string>

#include <aitb/record.hpp>

namespace aitb::record_codec {

/// "[0.010012345,…]": seconds between generated chunks, to the nanosecond; empty with fewer than two.
void append_inter_chunk_times(const Record& record, std::string& out);

/// The reference's metadata object: `type` or `event_type` by class, tool name, protocol, and the notes.
void append_metadata(const Record& record, std::string& out);

}  // namespace aitb::record_codec
