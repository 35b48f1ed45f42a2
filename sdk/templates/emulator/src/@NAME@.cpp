#include "@NAME@.hpp"

namespace @NAMESPACE@ {
namespace {

/// What is in force; its destructor is the place to undo it.
class Unshaped final : public aitb::Applied {
 public:
  explicit Unshaped(std::string text) : text_(std::move(text)) {}
  std::string verified() const override { return text_; }
  bool shaped() const noexcept override { return false; }

 private:
  std::string text_;
};

}  // namespace

aitb::FieldTable fields(@CLASS@::Options& options) {
  using aitb::field;
  return aitb::fields(field("label", options.label, "Name of this emulator in the records"));
}

@CLASS@::@CLASS@(Options options, aitb::Context& context) : options_(std::move(options)), log_(context.log) {}

aitb::task<std::unique_ptr<aitb::Applied>> @CLASS@::apply(aitb::Path path, aitb::LinkProfile profile) {
  if (!profile.neutral())
    throw aitb::Error(aitb::ErrorKind::unsupported, "shaping " + path.interface + ": '" + options_.label +
                                                        "' cannot do " + profile.describe() + "; choose another emulator");
  log_.debug("{} is left as it is", path.interface);
  co_return std::make_unique<Unshaped>(options_.label + ": not shaped");
}

}  // namespace @NAMESPACE@
