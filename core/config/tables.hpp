// The options that the host itself knows, as field tables: what every scenario, provider or simulator entry
// may say.
#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include <aitb/config.hpp>

#include "core/config/config.hpp"

namespace aitb::core {

struct ScenariosRoot {
  ScenariosRoot();
  boost::json::object scenarios, providers;
  Defaults defaults;
  std::vector<MatrixEntry> matrix;
  std::vector<std::string> plugins;
  std::string mcp, prices, anonymize;
  boost::json::value emulator;
  boost::json::array captures, sinks;
};

struct ScenarioCommon {
  std::string type, description, endpoint, provider;
  std::optional<double> inter_prompt_delay_sec, timeout_sec;
  bool disabled = false;
  std::vector<std::string> prerequisites;
  boost::json::object provider_options;
};

struct ProviderCommon {
  std::string type, simulator, endpoint;
};

struct ProfilesRoot {
  boost::json::object profiles;
  std::string default_interface;
  bool bidirectional = true;
};

/// USD; tokens by the million.
struct Price {
  std::optional<double> input, cached_input, output, audio_input, audio_output, image;
};

struct PricesRoot {
  std::string date, source;
  boost::json::object models;
};

struct SimulatorsRoot {
  boost::json::object simulators;
};

FieldTable fields(ScenariosRoot& root);
FieldTable fields(ScenarioCommon& scenario);
FieldTable fields(ProviderCommon& provider);
FieldTable fields(Defaults& defaults);
FieldTable fields(MatrixEntry& entry);
FieldTable fields(ProfilesRoot& root);
FieldTable fields(SimulatorsRoot& root);
FieldTable fields(Price& price);
FieldTable fields(PricesRoot& root);
FieldTable fields(SimulatorEntry& simulator);
/// Found by name: LinkProfile is the SDK's.
FieldTable profile_fields(LinkProfile& profile);

}  // namespace aitb::core
