// Self-calibration: the host talks to a server of its own, whose send times are known, and learns its own error.
#pragma once
#include <boost/json/object.hpp>

#include "core/session/lane.hpp"

namespace aitb::core {

struct CalibrationPlan {
  int streams = 4;         ///< at once, as the run will have
  int chunks = 40;         ///< per stream
  double ttft_ms = 20;     ///< of the paced server
  double interval_ms = 10; ///< chunk rate per stream
};

/// Opens `streams` event streams over TCP on `client` (the lane that will measure) to a paced server on a lane of its
/// own; both stamp CLOCK_MONOTONIC. Returns {streams, chunks, interval_ms, ttft_error_ms {n, p50, p99, max},
/// chunk_gap_error_ms {…}, arrival_error_ms {…}}: error = measured − truth, of absolute values for p50 and p99.
boost::json::object calibrate(Lane& client, TimeAnchor anchor, Log& log, const CalibrationPlan& plan);

}  // namespace aitb::core
