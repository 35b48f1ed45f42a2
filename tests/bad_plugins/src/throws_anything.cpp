// Refuses its own sample with an exception that points nowhere and is no std::exception.
#include "plain.hpp"

namespace {

class Throwing : public bad::Plain {
 public:
  Throwing(Options options, aitb::Context& context) : Plain(std::move(options), context) { throw 42; }
};

}  // namespace

AITB_PLUGIN("org.example.throws", "1.0.0", "MIT",
            aitb::provider<Throwing>("throws-anything", "Throws an int"));
