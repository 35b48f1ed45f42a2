#include <aitb/plugin.hpp>

#include "trace_sink.hpp"

AITB_PLUGIN("org.aitb.trace", "0.1.0", "Apache-2.0",
            aitb::sink<trace::TraceSink>("trace", "A readable file of every turn, without secrets"));
