#include <aitb/plugin.hpp>

#include "a2a.hpp"

AITB_PLUGIN("org.aitb.a2a", "0.1.0", "Apache-2.0",
            aitb::provider<a2a::A2a>("a2a", "Agents that speak A2A 0.3"));
