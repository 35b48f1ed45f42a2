// What a check needs to make a component and run it: a lane of its own, a log that remembers, the sample's
// options.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <string>

#include <aitb/net.hpp>

#include "core/plugin/check/check.hpp"
#include "core/plugin/loader.hpp"

namespace aitb::core::check {

class MemoryLog final : public Log {
 public:
  void write(Level level, std::string_view text) noexcept override;
  bool enabled(Level) const noexcept override { return true; }
  std::string text;
};

/// Deletes a component through the interface of its kind.
class Destroy {
 public:
  std::string_view kind;
  void operator()(void* component) const { destroy_component(kind, component); }
};
using Made = std::unique_ptr<void, Destroy>;

/// Loads the plugin; everything is destroyed in the right order.
class Workbench {
 public:
  explicit Workbench(const Subject& subject, Deadlines deadlines = {});
  ~Workbench();

  asio::io_context lane{1};
  MemoryLog log;
  std::unique_ptr<Clock> clock;
  std::unique_ptr<Net> net;
  std::unique_ptr<Context> context;
  const AitbPlugin& plugin;
  const AitbComponent& component;

  Made make(const boost::json::object& options);
  Executor executor() { return lane.get_executor(); }

  /// Turns the lane until `work` ends; throws what it threw, or Error(timeout) if it does not end within
  /// `limit`.
  void run(task<> work, Duration limit = std::chrono::seconds(20));
  /// Runs `work` on the lane.
  void post_and_wait(std::function<void()> work);
  /// Turns the lane until `ended` says so; false if it never does within `limit`.
  template <class Ended>
  bool turn_until(Ended ended, Duration limit = std::chrono::seconds(20)) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!ended()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      lane.restart();
      lane.run_one_for(std::chrono::milliseconds(50));
    }
    return true;
  }
};

/// A key that must be found nowhere.
inline constexpr std::string_view canary = "canary-4711-do-not-print";

/// The component's part of sample.yaml or check.yaml: all of it, or what stands under "KIND/TYPE" if there
/// are such keys. nullopt: nothing for it.
std::optional<boost::json::object> part_for(const Subject& subject, const char* yaml);
/// The sample's options with ${NAMES} replaced: in secrets by the canary, elsewhere by a harmless word. Empty
/// if there is no sample.
boost::json::object sample_options(const Subject& subject, const AitbPlugin& plugin,
                                   const AitbComponent& component);

}  // namespace aitb::core::check
