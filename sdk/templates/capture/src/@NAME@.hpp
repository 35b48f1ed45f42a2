// A capture: watches the traffic of a run and stores what it saw, with its own losses.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <aitb/capture.hpp>
#include <aitb/config.hpp>
#include <aitb/context.hpp>

namespace @NAMESPACE@ {

/// Reads the kernel's counters of the interface before and after.
class @CLASS@ final : public aitb::Capture {
 public:
  struct Options {
    std::string counters = "/proc/net/dev";
  };
  @CLASS@(Options options, aitb::Context& context);
  aitb::task<> start(aitb::Path path, std::filesystem::path folder, std::string label) override;
  aitb::task<aitb::CaptureFact> stop() override;

 private:
  Options options_;
  std::string interface_;
  std::filesystem::path file_;
  aitb::CaptureFact before_;
};

aitb::FieldTable fields(@CLASS@::Options& options);

/// Packets, bytes and losses of both directions of an interface, from the text of /proc/net/dev.
std::optional<aitb::CaptureFact> counters_of(const std::string& text, const std::string& interface);

}  // namespace @NAMESPACE@
