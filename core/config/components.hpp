// Checks the entries that plugins define the options of, each against its component's schema.
#pragma once
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config/document.hpp"
#include "core/config/environment.hpp"
#include "core/config/schema.hpp"

namespace aitb::core {

class Components {
 public:
  Components(Catalog& catalog, const Environment& environment, Config& config, std::vector<Problem>& problems)
      : catalog_(catalog), environment_(environment), config_(config), problems_(problems) {}

  /// The file of MCP servers: options of every provider of type mcp. Before the providers.
  void read_servers(const Document& document);
  void add_scenarios(const Document& document);
  /// `strangers`: the simulators come from elsewhere, so that one who is named may be missing until it is
  /// needed.
  void add_providers(const Document& document, bool strangers);
  void add_simulators(const Document& document);
  /// A provider entry for each name that a scenario uses and that the file does not define.
  void imply_providers();
  /// Overrides of scenarios, once all providers are known.
  void check_overrides(const Document& document);
  /// `emulator:`, or an element of `captures:` or `sinks:`.
  std::optional<ComponentEntry> component(const Document& document, const std::string& at, Kind kind);
  /// The component that stands in where the file names none; its options are its defaults.
  std::optional<ComponentEntry> preset(Kind kind, const std::string& type);

 private:
  struct Known {
    boost::json::object schema;
    std::optional<std::string> unavailable;
  };
  struct Entry {
    Block block;
    boost::json::object common, options;
  };

  Known lookup(Kind kind, const std::string& type);
  Entry check(const Document& document, const std::string& at, const FieldTable& common, const Known& known);
  bool name_is_fit(const Document& document, const std::string& at, std::string_view name);
  void imply_provider(const std::string& name);
  void add_servers(ProviderEntry& provider, const boost::json::object& schema,
                   const boost::json::object& given);
  std::string stand_in(const ProviderEntry& provider) const;

  Catalog& catalog_;
  const Environment& environment_;
  Config& config_;
  std::vector<Problem>& problems_;
  boost::json::object servers_;
  std::vector<std::string> servers_unset_;
};

}  // namespace aitb::core
