// Talks while it is being loaded.
#include <cstdio>

#include "plain.hpp"

namespace {
const int said = std::puts("hello from a static constructor");
}

AITB_PLUGIN("org.example.loud", "1.0.0", "MIT", aitb::provider<bad::Plain>("loud", "Prints at load"));
