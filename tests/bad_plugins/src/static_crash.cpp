// Crashes while it is being loaded.
#include <csignal>

#include "plain.hpp"

namespace {
const int crashed = std::raise(SIGSEGV);
}

AITB_PLUGIN("org.example.static-crash", "1.0.0", "MIT",
            aitb::provider<bad::Plain>("static-crash", "Crashes at load"));
