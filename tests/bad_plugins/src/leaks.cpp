// Forgets memory each time a component is made.
#include <memory>

#include "plain.hpp"

namespace {

class Leaking : public bad::Plain {
 public:
  Leaking(Options options, aitb::Context& context) : Plain(std::move(options), context) {
    std::make_unique<std::string>(4096, 'x').release();
  }
};

}  // namespace

AITB_PLUGIN("org.example.leaks", "1.0.0", "MIT", aitb::provider<Leaking>("leaks", "Leaks 4 KiB a piece"));
