// What SQLite itself can do with the same rows: one prepared INSERT, one transaction, values that are ready
// in memory.
#pragma once
#include <filesystem>

namespace bench {

/// Inserts every row of traffic_logs in `stored` into the same table of a new file `copy`, `repeats` times
/// over, in the same journal mode, and makes the same indexes; gives rows per second of all of it.
double raw_rows_per_second(const std::filesystem::path& stored, const std::filesystem::path& copy,
                           int repeats);

}  // namespace bench
