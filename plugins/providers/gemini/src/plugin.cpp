#include <aitb/plugin.hpp>

#include "gemini.hpp"

AITB_PLUGIN("org.aitb.gemini", "0.1.0", "Apache-2.0",
            aitb::provider<gemini::Gemini>("gemini", "Google's Gemini API"));
