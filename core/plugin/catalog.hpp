// Which components exist, where they come from, and how they are made: the host's only way to a plugin.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/capture.hpp>
#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/emulator.hpp>
#include <aitb/provider.hpp>
#include <aitb/scenario.hpp>
#include <aitb/simulator.hpp>
#include <aitb/sink.hpp>

namespace aitb::core {

enum class Kind : std::uint8_t { provider, scenario, simulator, emulator, capture, sink };
std::string_view to_string(Kind kind) noexcept;

/// What a plugin file says of one component; known without loading it.
struct Component {
  Kind kind = Kind::provider;
  std::string type;                  ///< the YAML word
  std::vector<std::string> aliases;  ///< further YAML words ("image_generation" for "image")
  std::string summary;
  std::filesystem::path file;
  std::string plugin_id, version, licence;
};

/// A file that was looked at and not taken, with the one-line reason.
struct Refusal {
  std::filesystem::path file;
  std::string reason;

  std::string sentence() const { return "refused " + file.string() + ": " + reason; }
};

struct CatalogOptions {
  std::vector<std::filesystem::path> folders;  ///< --plugins and config, in order
  bool defaults = true;                        ///< environment, <exe>/../lib/aitb/plugins, system, home
};

/// Indexed by reading ELF sections; a plugin's code runs only when something of it is first asked for. Not
/// thread-safe except create_*, which may be called from several lanes at once. Never unloads.
class Catalog {
 public:
  explicit Catalog(CatalogOptions options);
  ~Catalog();
  Catalog(const Catalog&) = delete;

  const std::vector<Component>& components() const;
  const std::vector<Refusal>& refusals() const;
  /// Folders that were searched, with why one was skipped.
  const std::vector<std::string>& searched() const;
  /// By type or alias; nullptr if there is none.
  const Component* find(Kind kind, std::string_view type) const;
  /// "no scenario of type 'chta'; nearest: chat; looked in …"
  std::string explain_missing(Kind kind, std::string_view type) const;

  /// Loads the plugin (throws Error(config) in one line if it cannot be) and gives the options' JSON Schema.
  const boost::json::object& schema(const Component& component);
  /// The sample.yaml text that came with it, "" if none.
  std::string sample(const Component& component);

  // Each throws ConfigError (pointer inside options) or Error.
  std::unique_ptr<Provider> create_provider(std::string_view type, const boost::json::value& options,
                                            Context& context);
  std::unique_ptr<Scenario> create_scenario(std::string_view type, const boost::json::value& options,
                                            Context& context);
  std::unique_ptr<Simulator> create_simulator(std::string_view type, const boost::json::value& options,
                                              Context& context);
  std::unique_ptr<Emulator> create_emulator(std::string_view type, const boost::json::value& options,
                                            Context& context);
  std::unique_ptr<Capture> create_capture(std::string_view type, const boost::json::value& options,
                                          Context& context);
  std::unique_ptr<Sink> create_sink(std::string_view type, const boost::json::value& options,
                                    Context& context);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace aitb::core
