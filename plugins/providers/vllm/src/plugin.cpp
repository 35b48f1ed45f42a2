#include <aitb/plugin.hpp>

#include "vllm.hpp"

AITB_PLUGIN("org.aitb.vllm", "0.1.0", "Apache-2.0",
            aitb::provider<vllm::Vllm>("vllm", "vLLM and any OpenAI-compatible server by its URL",
                                       "openai_compatible"));
