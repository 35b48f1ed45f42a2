#include <aitb/plugin.hpp>

#include "sqlite_sink.hpp"

AITB_PLUGIN("org.aitb.sqlite", "0.1.0", "Apache-2.0",
            aitb::sink<aitb::sqlite::SqliteSink>(
                "sqlite", "run.sqlite: table traffic_logs, compact chunk timelines, views"));
