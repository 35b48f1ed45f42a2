#include <aitb/plugin.hpp>

#include "simulator.hpp"

AITB_PLUGIN("org.aitb.search-simulator", "0.1.0", "Apache-2.0",
            aitb::simulator<search_simulator::SearchSimulator>("search",
                                                               "DuckDuckGo, Google and Brave, simulated"));
