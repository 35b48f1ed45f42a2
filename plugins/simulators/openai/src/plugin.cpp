#include <aitb/plugin.hpp>

#include "simulator.hpp"

AITB_PLUGIN("org.aitb.openai-simulator", "0.1.0", "Apache-2.0",
            aitb::simulator<openai_simulator::OpenAiSimulator>(
                "openai",
                "OpenAI's chat completions and models, with a timing model and deterministic text"));
