// Crashes when a component is made.
#include <csignal>

#include "plain.hpp"

namespace {

class Crashing : public bad::Plain {
 public:
  Crashing(Options options, aitb::Context& context) : Plain(std::move(options), context) {
    std::raise(SIGSEGV);
  }
};

}  // namespace

AITB_PLUGIN("org.example.create-crash", "1.0.0", "MIT",
            aitb::provider<Crashing>("create-crash", "Crashes when made"));
