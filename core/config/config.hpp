// What the YAML files say, checked and with defaults filled in; every problem is told at once with
// file:line:col.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <aitb/emulator.hpp>
#include <aitb/http.hpp>

#include "core/plugin/catalog.hpp"

namespace aitb::core {

/// A place in a YAML file; line and column count from 1, 0 unknown.
struct Mark {
  std::string file;
  int line = 0, column = 0;
  std::string text() const;  ///< "configs/scenarios.yaml:12:5"
};

struct Problem {
  Mark mark;
  std::string message;  ///< one sentence, with the way out
  std::string source;   ///< the line itself, "" if unknown
  bool warning = false;
  std::string render() const;  ///< message, source line and caret
};

enum class Endpoint { sim, live };

/// `providers:` entry; one is implied for each name that a scenario uses and the file does not define.
struct ProviderEntry {
  std::string name, type;
  std::string simulator;             ///< simulators.yaml entry that stands in for it; default: the same name
  std::optional<Endpoint> endpoint;  ///< nullopt: the command line's, which defaults to sim
  boost::json::object options;       ///< validated, defaults filled in, ${ENV} resolved
  std::vector<std::string>
      unset;  ///< "/api_key": "${OPENAI_API_KEY}" was not set; an error only for endpoint live
  std::optional<std::string> unavailable;  ///< why it cannot be used (no plugin)
  Mark mark;
  std::map<std::string, Mark> marks;  ///< JSON pointer inside options → place
};

struct ScenarioEntry {
  std::string name, type, description;
  std::map<std::string, std::string> roles;  ///< role → provider entry ("provider" → "openai")
  std::optional<Endpoint> endpoint;
  std::optional<double> think_time_sec;  ///< inter_prompt_delay_sec
  std::optional<double> timeout_sec;
  bool disabled = false;
  std::vector<std::string> prerequisites;
  boost::json::object options;           ///< the scenario component's own keys, validated
  boost::json::object provider_options;  ///< overrides merged over the provider entry's options
  std::optional<std::string> unavailable;
  Mark mark;
  std::map<std::string, Mark> marks;  ///< JSON pointer inside options → place
};

struct SimulatorEntry {
  std::string name, type;
  std::string host = "127.0.0.1";
  int port = 0;
  bool tls = true;
  int threads = 1;
  boost::json::object options;
  std::optional<std::string> unavailable;
  Mark mark;
  std::map<std::string, Mark> marks;  ///< JSON pointer inside options → place
};

/// `defaults:`; names and values of the reference testbed, plus ours.
struct Defaults {
  int runs_per_scenario = 10;
  double inter_run_delay_sec = 1.0;
  double timeout_sec = 180;  ///< total deadline of one session
  double connect_timeout_sec = 10, first_byte_timeout_sec = 60, between_timeout_sec = 60,
         exchange_timeout_sec = 120;
  int retry_count = 3;  ///< further attempts after the first
  double retry_backoff_sec = 1.0, retry_backoff_multiplier = 2.0, retry_backoff_max_sec = 60;
  std::vector<std::string> retry_on;  ///< error kinds; default rate_limited, server_error, timeout, connect
  double stall_gap_sec = 1.0, burst_gap_sec = 1.0;
  double inter_prompt_delay_sec = 0;
};

struct MatrixEntry {
  std::string scenario;
  std::vector<std::string> profiles;
  std::optional<int> runs;
  std::string priority = "medium";  ///< high, medium, low
  std::string phase;
  Mark mark;
  bool enabled = true;  ///< runner_enabled_by_default
  std::vector<std::string> prerequisites;
};

struct ComponentEntry {  ///< `emulator:`, `captures:`, `sinks:`
  std::string type;
  boost::json::object options;
  Mark mark;
};

struct ProfilesFile {
  std::map<std::string, LinkProfile> profiles;
  std::vector<std::string> order;
  std::string default_interface;
  bool bidirectional = true;
};

struct SourceFile {
  std::filesystem::path path;
  std::string
      text;  ///< as read; secrets are never in it (only ${ENV} names) unless the user wrote them there
  std::string redacted;  ///< for the run folder
  std::string sha256;
  std::string kind;  ///< its name in the run folder: "scenarios.yaml", "profiles.yaml" …
};

struct Config {
  std::vector<ScenarioEntry> scenarios;
  std::vector<ProviderEntry> providers;
  std::vector<SimulatorEntry> simulators;
  ProfilesFile profiles;
  Defaults defaults;
  std::vector<MatrixEntry> matrix;
  boost::json::object prices;       ///< {date, source, models: {NAME: {input, output, …}}}
  std::filesystem::path anonymize;  ///< file of aliases, empty: none
  ComponentEntry emulator;
  std::vector<ComponentEntry> captures, sinks;
  std::vector<SourceFile> files;
  std::vector<std::string> secrets;  ///< values to redact everywhere
  std::set<std::string> variables;   ///< names that .env files set, for prerequisites
  std::vector<Problem> warnings;

  const ScenarioEntry* scenario(std::string_view name) const;
  const ProviderEntry* provider(std::string_view name) const;
  const SimulatorEntry* simulator(std::string_view name) const;
};

struct ConfigPaths {
  std::filesystem::path scenarios, profiles, simulators;  ///< empty: the embedded default
  std::filesystem::path mcp;          ///< empty: what `mcp:` of the scenarios file names, else `mcp_default`
  std::filesystem::path mcp_default;  ///< empty: the embedded default
  std::filesystem::path prices, prices_default;  ///< likewise, with `prices:`
  std::vector<std::filesystem::path> env_files;  ///< .env files, later ones do not override; missing is fine
};

/// Thrown with every error found, sorted by file and line.
class ConfigProblems : public Error {
 public:
  explicit ConfigProblems(std::vector<Problem> problems);
  ~ConfigProblems() override;
  const std::vector<Problem>& problems() const noexcept { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// A component's refusal of its options as a problem at the place of the key, or at `entry` if that is not
/// known.
Problem explain(const Config& config, const std::map<std::string, Mark>& marks, const Mark& entry,
                const ConfigError& error);
/// plugins: paths of the scenarios file, needed before the catalog exists.
std::vector<std::filesystem::path> plugin_paths(const ConfigPaths& paths);
/// Reads, expands, checks against the components' schemas, fills defaults. Throws ConfigProblems.
Config load_config(const ConfigPaths& paths, Catalog& catalog);

}  // namespace aitb::core
