// Fills in what our own tokenizer counts: per exchange and per chunk. Runs off the lanes.
#pragma once
#include <aitb/record.hpp>

namespace aitb::core {

/// Sets counted_in, counted_out, count_method and each generated chunk's tokens. A token that spans chunks
/// counts for the chunk in which it ends. Leaves nullopt where no tokenizer data is installed. The prompt is
/// counted as text, without the service's chat template.
void count_tokens(Record& record);

}  // namespace aitb::core
