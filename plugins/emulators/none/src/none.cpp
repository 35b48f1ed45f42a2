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

aitb::task<std::unique_ptr<aitb::Applied>> None::apply(aitb::Path, aitb::LinkProfile profile) {
  std::string verified = "not shaped";
  if (!profile.neutral()) verified += " (asked: " + profile.describe() + ")";
  std::unique_ptr<aitb::Applied> applied = std::make_unique<Unshaped>(std::move(verified));
  co_return applied;
}

}  // namespace none
