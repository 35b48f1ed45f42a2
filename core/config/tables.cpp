#include "core/config/tables.hpp"

#include <boost/json/parse.hpp>

namespace aitb::core {
namespace json = boost::json;
namespace {

// A mapping whose entries are checked one by one against their own component's options.
Field entries(std::string name, json::object& member, std::string help) {
  json::object entry;
  entry["type"] = "object";
  json::object schema;
  schema["type"] = "object";
  schema["additionalProperties"] = std::move(entry);
  return Field(std::move(name), std::move(help), std::move(schema), json::object(),
               [&member](const json::value& value) { member = value.as_object(); });
}

json::object component_schema() {
  return json::parse(R"({"oneOf": [
    {"type": "string", "minLength": 1},
    {"type": "object", "properties": {"type": {"type": "string", "minLength": 1}}, "required": ["type"]}]})")
      .as_object();
}

Field component(std::string name, json::value& member, std::string help) {
  return Field(std::move(name), std::move(help), component_schema(), "none",
               [&member](const json::value& value) { member = value; });
}

Field components(std::string name, json::array& member, std::string help) {
  json::object schema;
  schema["type"] = "array";
  schema["items"] = component_schema();
  return Field(std::move(name), std::move(help), std::move(schema), member,
               [&member](const json::value& value) { member = value.as_array(); });
}

constexpr const char* prerequisites_help =
    "What must be there, or it is skipped with the reason: `NAME` an environment variable, `cmd:NAME` a "
    "program, `file:PATH`, `port:N` or `port:HOST:N` something that listens, `http(s)://…` a URL that "
    "answers";

std::vector<std::string> error_kinds() {
  std::vector<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::internal); ++kind)
    names.emplace_back(to_string(static_cast<ErrorKind>(kind)));
  return names;
}

}  // namespace

ScenariosRoot::ScenariosRoot() {
  for (const auto kind :
       {ErrorKind::rate_limited, ErrorKind::server_error, ErrorKind::timeout, ErrorKind::connect})
    defaults.retry_on.emplace_back(to_string(kind));
}

FieldTable fields(ScenariosRoot& o) {
  return aitb::fields(
      entries("scenarios", o.scenarios, "What users do: a name for each scenario and its options"),
      entries("providers", o.providers,
              "Services: a name for each and its options; a name that a scenario uses and that is not here "
              "is taken as "
              "a type, with default options"),
      field("defaults", o.defaults, "What holds for every run unless a scenario says otherwise"),
      field("test_matrix", o.matrix, "Which scenario runs under which profiles"),
      field("plugins", o.plugins, "Further folders to look for plugins in").path(),
      field("mcp", o.mcp, "File of MCP servers, as --mcp names it").path(),
      field("prices", o.prices, "File of prices, as --prices names it").path(),
      field("anonymize", o.anonymize, "File of aliases for what is stored, as --anonymize names it").path(),
      component("emulator", o.emulator, "Type of the network emulator, or a mapping of type and its options"),
      components("captures", o.captures, "Captures of a run, each a type or a mapping of type and options"),
      components("sinks", o.sinks, "Where records are stored, each a type or a mapping of type and options"));
}

FieldTable fields(ScenarioCommon& o) {
  return aitb::fields(
      field("type", o.type, "Kind of scenario: a type that a plugin offers").required().not_empty(),
      field("description", o.description, "One line for people"),
      field("provider", o.provider,
            "Entry of providers that answers; a name that is not there is taken as a type")
          .not_empty()
          .names_provider(),
      field("endpoint", o.endpoint,
            "Talk to the simulator that stands in for the provider, or to the real service; not given: as "
            "the provider "
            "or the command line says")
          .choices({"sim", "live"}),
      field("inter_prompt_delay_sec", o.inter_prompt_delay_sec, "Think time before each further prompt")
          .min(0),
      field("timeout_sec", o.timeout_sec, "Deadline of one session").min(0.001),
      field("disabled", o.disabled, "Leave it out of runs that do not name it"),
      field("prerequisites", o.prerequisites, prerequisites_help).alias("prereqs"),
      field("provider_options", o.provider_options, "Options of the provider that differ for this scenario"));
}

FieldTable fields(ProviderCommon& o) {
  return aitb::fields(
      field("type", o.type, "Kind of provider: a type that a plugin offers; not given: the entry's name"),
      field("simulator", o.simulator,
            "Entry of simulators that stands in for it; not given: the entry's name"),
      field("endpoint", o.endpoint,
            "Talk to the simulator or to the real service; not given: as the command line says")
          .choices({"sim", "live"}));
}

FieldTable fields(Defaults& o) {
  return aitb::fields(
      field("runs_per_scenario", o.runs_per_scenario, "Repetitions of each cell").min(1),
      field("inter_run_delay_sec", o.inter_run_delay_sec, "Pause between two sessions of a sequential run")
          .min(0),
      field("timeout_sec", o.timeout_sec, "Deadline of one session").min(0.001),
      field("connect_timeout_sec", o.connect_timeout_sec, "Deadline for name, TCP and TLS").min(0),
      field("first_byte_timeout_sec", o.first_byte_timeout_sec,
            "Deadline from the request to the first answer byte")
          .min(0),
      field("between_timeout_sec", o.between_timeout_sec, "Longest time without any answer byte").min(0),
      field("exchange_timeout_sec", o.exchange_timeout_sec, "Deadline of one attempt").min(0),
      field("retry_count", o.retry_count, "Further attempts after the first").min(0),
      field("retry_backoff_sec", o.retry_backoff_sec, "Wait before the second attempt").min(0),
      field("retry_backoff_multiplier", o.retry_backoff_multiplier,
            "Each further wait is so many times longer")
          .min(1),
      field("retry_backoff_max_sec", o.retry_backoff_max_sec, "Longest wait").min(0),
      field("retry_on", o.retry_on, "Kinds of errors that are tried again").choices(error_kinds()),
      field("stall_gap_sec", o.stall_gap_sec, "A gap between chunks longer than this is a stall").min(0),
      field("burst_gap_sec", o.burst_gap_sec, "A gap longer than this ends a burst").min(0),
      field("inter_prompt_delay_sec", o.inter_prompt_delay_sec, "Think time before each further prompt")
          .min(0));
}

FieldTable fields(MatrixEntry& o) {
  return aitb::fields(
      field("scenario", o.scenario, "A name of scenarios").required().not_empty(),
      field("profiles", o.profiles, "Names of profiles").required().not_empty(),
      field("runs", o.runs, "Repetitions; not given: defaults.runs_per_scenario").min(1),
      field("priority", o.priority, "Cells of high priority run first").choices({"high", "medium", "low"}),
      field("phase", o.phase, "Name under which entries are run together"),
      field("runner_enabled_by_default", o.enabled,
            "false: run it only when its phase or its scenario is named"),
      field("prereqs", o.prerequisites, prerequisites_help).alias("prerequisites"));
}

FieldTable fields(Price& o) {
  return aitb::fields(
      field("input", o.input, "USD for a million prompt tokens").min(0),
      field("cached_input", o.cached_input, "USD for a million cached prompt tokens; not given: as input")
          .min(0),
      field("output", o.output, "USD for a million completion tokens, reasoning included").min(0),
      field("audio_input", o.audio_input, "USD for a million tokens of heard audio").min(0),
      field("audio_output", o.audio_output, "USD for a million tokens of spoken audio").min(0),
      field("image", o.image, "USD for a generated picture").min(0));
}

FieldTable fields(PricesRoot& o) {
  Price price;
  json::object schema;
  schema["type"] = "object";
  schema["additionalProperties"] = fields(price).schema();
  return aitb::fields(
      field("date", o.date, "Day of the prices; every estimate is marked with it").required().not_empty(),
      field("source", o.source, "Where they are from"),
      Field("models", "Prices by the model's name", std::move(schema), json::object(),
            [&o](const json::value& value) { o.models = value.as_object(); }));
}

FieldTable fields(SimulatorsRoot& o) {
  return aitb::fields(
      entries("simulators", o.simulators, "Stand-ins for services: a name for each and its options"));
}

FieldTable fields(SimulatorEntry& o) {
  return aitb::fields(
      field("type", o.type, "Kind of simulator: a type that a plugin offers; not given: the entry's name"),
      field("host", o.host, "Address to listen on").not_empty(),
      field("port", o.port, "Port to listen on; 0 takes a free one").range(0, 65535),
      field("tls", o.tls, "Speak TLS, with a certificate made for the run"),
      field("threads", o.threads, "Threads that serve").range(1, 256));
}

}  // namespace aitb::core
