// An emulator: shapes the path of a session, says what is in force, and undoes it.
#pragma once
#include <memory>
#include <string>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/emulator.hpp>

namespace @NAMESPACE@ {

/// Shapes nothing yet: it accepts profiles that ask for nothing and refuses all others, since pretending would lie.
class @CLASS@ final : public aitb::Emulator {
 public:
  struct Options {
    std::string label = "@NAME@";
  };
  @CLASS@(Options options, aitb::Context& context);
  aitb::task<std::unique_ptr<aitb::Applied>> apply(aitb::Path path, aitb::LinkProfile profile) override;

 private:
  Options options_;
  aitb::Log& log_;
};

aitb::FieldTable fields(@CLASS@::Options& options);

}  // namespace @NAMESPACE@
