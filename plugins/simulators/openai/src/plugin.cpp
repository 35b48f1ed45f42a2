#include <aitb/plugin.hpp>

#include "simulator.hpp"

AITB_PLUGIN("org.aitb.openai-simulator", "0.1.0", "Apache-2.0",
            aitb::simulator<openai_simulator::OpenAiSimulator>(
                "openai",
                "OpenAI's chat, Responses, images, embeddings and audio, also as DeepSeek and vLLM"));
