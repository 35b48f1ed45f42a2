// An option without a word of help.
#include "plain.hpp"

namespace {

class Silent : public aitb::Provider {
 public:
  struct Options {
    int depth = 3;
  };
  friend aitb::FieldTable fields(Options& options) {
    return aitb::fields(aitb::field("depth", options.depth, ""));
  }
  Silent(Options, aitb::Context&) {}
  void* face(std::string_view) noexcept override { return nullptr; }
};

}  // namespace

AITB_PLUGIN("org.example.undocumented", "1.0.0", "MIT",
            aitb::provider<Silent>("undocumented", "Explains nothing"));
