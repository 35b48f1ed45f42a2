#include <aitb/plugin.hpp>

#include "simulator.hpp"

AITB_PLUGIN("org.aitb.anthropic-simulator", "0.1.0", "Apache-2.0",
            aitb::simulator<anthropic_simulator::AnthropicSimulator>(
                "anthropic", "Anthropic's messages, token counting and models, with a timing model"));
