// A server that is a child process: one message a line on its pipes.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>

#include <memory>
#include <string>

#include "options.hpp"
#include "wire.hpp"

namespace mcp {

/// Starts the program at once (throws Error(tool_failure) if it cannot be started); kills it when destroyed.
class StdioWire final : public Wire {
 public:
  StdioWire(const ServerEntry& entry, const Options& options, aitb::Context& context, Inbox& inbox);
  ~StdioWire() override { StdioWire::abandon(); }

  aitb::task<> send(std::string text, std::shared_ptr<Pending> pending) override;
  void post(std::string text) override;
  void agreed(std::string_view) override {}
  aitb::task<> close() override;
  void abandon() noexcept override;
  bool has_deadlines() const noexcept override { return false; }

 private:
  struct Child;
  static aitb::task<> read(std::shared_ptr<Child> child);
  static aitb::task<> write(std::shared_ptr<Child> child);

  std::shared_ptr<Child> child_;
  aitb::Running reader_, writer_;
};

}  // namespace mcp
