#include <aitb/plugin.hpp>

#include "computer_use.hpp"

AITB_PLUGIN("org.aitb.computer-use", "0.1.0", "Apache-2.0",
            aitb::scenario<computer_use::ComputerUse>(
                "computer_use", "A model drives a real headless browser by screenshots"));
