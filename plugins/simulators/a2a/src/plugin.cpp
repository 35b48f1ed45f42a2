#include <aitb/plugin.hpp>

#include "simulator.hpp"

AITB_PLUGIN(
    "org.aitb.a2a-simulator", "0.1.0", "Apache-2.0",
    aitb::simulator<a2a_simulator::A2aSimulator>("a2a", "Agents that speak A2A 0.3 and echo what they hear"));
