// Has the section but hides its descriptor: AITB_PLUGIN is there, the version script forgot it.
#include "plain.hpp"

AITB_PLUGIN("org.example.no-symbol", "1.0.0", "MIT",
            aitb::provider<bad::Plain>("no-symbol", "Exports nothing"));
