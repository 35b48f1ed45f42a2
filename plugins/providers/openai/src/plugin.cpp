#include <aitb/plugin.hpp>

#include "openai.hpp"

AITB_PLUGIN("org.aitb.openai", "0.1.0", "Apache-2.0",
            aitb::provider<openai::OpenAi>(
                "openai", "OpenAI: chat, responses, images, embeddings, speech, computer use"));
