// The reference testbed's report blocks: their names, and which of our metrics stands under each.
#pragma once
#include <boost/json/object.hpp>

#include "core/metrics/run_facts.hpp"
#include "core/metrics/summary.hpp"

namespace aitb::core {

/// qoe_metrics, traffic_characteristics, ai_service_metrics, computer_use_metrics, streaming_metrics,
/// error_taxonomy, burstiness; null where the reference prints 0 for a missing value.
void add_reference_blocks(boost::json::object& block, const Summary& summary, const RunFacts& run);

}  // namespace aitb::core
