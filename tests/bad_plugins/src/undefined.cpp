// Linked without -z defs, so nobody noticed that a function is missing.
#include "plain.hpp"

void nobody_defines_this();

namespace {

class Incomplete : public bad::Plain {
 public:
  Incomplete(Options options, aitb::Context& context) : Plain(std::move(options), context) {
    nobody_defines_this();
  }
};

}  // namespace

AITB_PLUGIN("org.example.undefined", "1.0.0", "MIT",
            aitb::provider<Incomplete>("undefined", "Misses a symbol"));
