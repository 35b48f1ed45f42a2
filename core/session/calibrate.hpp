// Self-calibration: the host talks to a server of its own, whose send times are known, and learns its own
// error.
#pragma once
#include <boost/json/object.hpp>

#include "core/session/lane.hpp"

namespace aitb::core {

struct CalibrationPlan {
  int streams = 4;          ///< at once, as the run will have
  int chunks = 40;          ///< per stream
  double ttft_ms = 20;      ///< of the paced server
  double interval_ms = 10;  ///< chunk rate per stream
};

/// Opens `streams` event streams over TCP on `client` (the lane that will measure) to a paced server on a
/// lane of its own; both stamp CLOCK_MONOTONIC. Returns {streams, chunks_per_stream, chunk_interval_ms,
/// ttft_error_ms, chunk_gap_error_ms, arrival_error_ms}, the last three {n, p50, p99, max} of
/// |measured − truth|; arrival is the delay of each chunk.
boost::json::object calibrate(Lane& client, TimeAnchor anchor, Log& log, const CalibrationPlan& plan);

}  // namespace aitb::core
