#include "none.hpp"

namespace none {
namespace {

class Unshaped final : public aitb::Applied {
 public:
  explicit Unshaped(std::string verified) : verified_(std::move(verified)) {}
  std::string verified() const override { return verified_; }
  bool shaped() const noexcept override { return false; }

 private:
  std::string verified_;
};

}  // namespace

None::None(Options, aitb::Context& context) : log_(context.log) {}

aitb::task<std::unique_ptr<aitb::Applied>> None::apply(aitb::Path, aitb::LinkProfile profile) {
  std::string verified = "not shaped";
  if (!profile.neutral()) {
    verified += " (asked: " + profile.describe() + ")";
    log_.warning("profile {} asks for {}, but emulator none shapes nothing", profile.name,
                 profile.describe());
  }
  std::unique_ptr<aitb::Applied> applied = std::make_unique<Unshaped>(std::move(verified));
  co_return applied;
}

}  // namespace none
