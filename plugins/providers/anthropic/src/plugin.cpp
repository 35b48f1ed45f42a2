#include <aitb/plugin.hpp>

#include "anthropic.hpp"

AITB_PLUGIN("org.aitb.anthropic", "0.1.0", "Apache-2.0",
            aitb::provider<anthropic::Anthropic>("anthropic", "Anthropic's Messages API"));
