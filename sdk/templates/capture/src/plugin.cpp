#include <aitb/plugin.hpp>

#include "@NAME@.hpp"

AITB_PLUGIN("org.example.@NAME@", "0.1.0", "Apache-2.0",
            aitb::capture<@NAMESPACE@::@CLASS@>("@NAME@", "Say here in one line what it is"));
