#include <aitb/plugin.hpp>

#include "none.hpp"

AITB_PLUGIN("org.aitb.none", "0.1.0", "Apache-2.0",
            aitb::emulator<none::None>("none", "Shapes nothing and records that it did not"));
