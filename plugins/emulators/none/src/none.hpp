// The emulator that leaves the path as it is and says so.
#pragma once
#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/emulator.hpp>

namespace none {

struct Options {};
inline aitb::FieldTable fields(Options&) { return aitb::no_fields(); }

/// A profile that asks for something is not refused, but its record says that nothing was done.
class None final : public aitb::Emulator {
 public:
  using Options = none::Options;
  None(Options, aitb::Context&) {}
  aitb::task<std::unique_ptr<aitb::Applied>> apply(aitb::Path path, aitb::LinkProfile profile) override;
};

}  // namespace none
