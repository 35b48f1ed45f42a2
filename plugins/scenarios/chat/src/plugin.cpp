#include <aitb/plugin.hpp>

#include "chat.hpp"

AITB_PLUGIN("org.aitb.chat", "0.1.0", "Apache-2.0",
            aitb::scenario<chat::ChatScenario>("chat", "A conversation of given prompts, streamed or not"));
