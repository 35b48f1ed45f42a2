// Brings plugin files into the process, once each and for good, and calls their C functions.
#pragma once
#include <boost/json/value.hpp>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include <aitb/abi.h>
#include <aitb/context.hpp>
#include <aitb/error.hpp>

namespace aitb::core {

/// dlopen and the checks that follow it. Throws Error(config) with the reason alone. Never closes: coroutines
/// and exceptions of a plugin may outlive everything else of it.
const AitbPlugin& open_plugin(const std::filesystem::path& file, const std::string& index_text);

/// Every failure is remembered, so a broken file costs one attempt. [any]
class Loader {
 public:
  /// `own` files are trusted; others are first opened in a child process. Throws Error(config) with the
  /// reason alone.
  const AitbPlugin& load(const std::filesystem::path& file, bool own, const std::string& index_text);
  /// Makes a component in a child process first: throws Error(config) if it crashes or hangs there. Once for
  /// each component and options.
  void rehearse(const std::filesystem::path& file, const AitbComponent& component,
                const boost::json::value& options, Context& context);

 private:
  std::mutex mutex_;
  std::map<std::filesystem::path, const AitbPlugin*> loaded_;
  std::map<std::filesystem::path, std::string> refused_;
  std::map<std::string, std::string> rehearsed_;  // reason, "" if it went well
};

/// The component of that kind and type, or nullptr.
const AitbComponent* find_component(const AitbPlugin& plugin, std::string_view kind, std::string_view type);

/// Calls the component's create(); throws ConfigError or Error as the plugin reported it.
void* make_component(const AitbComponent& component, const boost::json::value& options, Context& context);
/// Deletes what make_component gave, through the interface of its kind.
void destroy_component(std::string_view kind, void* component);
/// The options' JSON Schema. Throws Error as the plugin reported it.
boost::json::object component_schema(const AitbComponent& component);

}  // namespace aitb::core
