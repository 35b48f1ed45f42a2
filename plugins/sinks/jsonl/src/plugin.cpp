#include <aitb/plugin.hpp>

#include "jsonl_sink.hpp"

AITB_PLUGIN("org.aitb.jsonl", "0.1.0", "Apache-2.0",
            aitb::sink<aitb::jsonl::JsonlSink>("jsonl", "run.jsonl: one JSON object a line"));
