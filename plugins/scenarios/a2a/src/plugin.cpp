#include <aitb/plugin.hpp>

#include "a2a_scenario.hpp"

AITB_PLUGIN("org.aitb.a2a-scenario", "0.1.0", "Apache-2.0",
            aitb::scenario<a2a_scenario::A2aScenario>(
                "a2a", "Tasks for remote agents, one or several, streamed or not"));
