// A small run with everything in it: two profiles, failures, retries, tools, warm-up, a mid-stream error.
#pragma once
#include "tests/unit/metrics/fixtures.hpp"

namespace aitb::core::fixtures {

MemoryReader small_run();

}  // namespace aitb::core::fixtures
