#include <aitb/plugin.hpp>

#include "deepseek.hpp"

AITB_PLUGIN("org.aitb.deepseek", "0.1.0", "Apache-2.0",
            aitb::provider<deepseek::DeepSeek>("deepseek", "DeepSeek: chat with thinking"));
