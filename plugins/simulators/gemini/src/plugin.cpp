#include <aitb/plugin.hpp>

#include "simulator.hpp"

AITB_PLUGIN("org.aitb.gemini-simulator", "0.1.0", "Apache-2.0",
            aitb::simulator<gemini_simulator::GeminiSimulator>(
                "gemini", "Gemini's content generation, token counting and models, with a timing model"));
