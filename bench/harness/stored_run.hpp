// What a run of aitb-host left in its database, read by plain SQL.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <aitb/record.hpp>

namespace bench {

struct StoredExchange {
  std::string klass, response_id;  ///< klass: "primary", "tool" …
  bool success = false;
  std::optional<std::int64_t> scheduled, dispatched, sent, end;  ///< monotonic ns
  std::vector<aitb::Chunk> chunks;
};

/// Every exchange of the run, warm-up included, in the order of writing.
std::vector<StoredExchange> read_exchanges(const std::filesystem::path& run);

/// The first value of a query's first row, as text; empty if there is none.
std::string read_text(const std::filesystem::path& run, const std::string& query);

}  // namespace bench
