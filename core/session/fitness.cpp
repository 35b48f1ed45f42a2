#include "core/session/fitness.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cstdlib>

#include "core/config/prerequisite.hpp"
#include "core/doctor/programs.hpp"
#include "core/session/components.hpp"

namespace aitb::core {
namespace {

constexpr std::chrono::seconds answer_within(3);

NetOptions quick() {
  NetOptions options;
  options.deadlines.connect = options.deadlines.first_byte = options.deadlines.between =
      options.deadlines.total = answer_within;
  return options;
}

task<> ask(Net& net, std::string url) {
  std::unique_ptr<HttpClient> client = net.http(HttpOptions());
  HttpRequest request("GET", std::move(url));
  const HttpResponse response = co_await client->send(std::move(request), no_tap());
}

task<> dial(Net& net, std::string url) {
  HttpOptions options;
  const std::unique_ptr<Stream> stream = co_await net.dial(std::move(url), std::move(options));
  stream->shutdown();
}

// "aitb.images/1" is what a reader of the documentation looks for, "images" what the sentence is about.
std::string face_text(const std::string& face) {
  const auto dot = face.find('.');
  const std::string word = face.substr(dot + 1, face.rfind('/') - dot - 1);
  return fmt::format("{} ({})", word, face);
}

[[noreturn]] void refuse(const std::string& sentence) { throw Error(ErrorKind::config, sentence); }

}  // namespace

Examiner::Examiner(const Config& config, Catalog& catalog, Log& log, Endpoint endpoint)
    : config_(config),
      catalog_(catalog),
      log_(log),
      endpoint_(endpoint),
      lane_("examiner", TimeAnchor::now(), log, quick()),
      context_(log, lane_.clock(), lane_.net(), Random(1, "examiner"), folder_.path()) {}

Examiner::~Examiner() {
  lane_.call([&] { made_.clear(); });
}

Fitness Examiner::operator()(const ScenarioEntry& scenario, const std::vector<std::string>& prerequisites) {
  Fitness fitness;
  try {
    fitness = examine(scenario, prerequisites);
  } catch (const ConfigError& error) {
    const Problem problem = explain(config_, scenario.marks, scenario.mark, error);
    fitness.obstacle = problem.mark.text() + ": " + problem.message;
  } catch (const std::exception& error) {
    fitness.obstacle = error.what();
  }
  return fitness;
}

Fitness Examiner::examine(const ScenarioEntry& scenario, const std::vector<std::string>& prerequisites) {
  for (const std::string& text : prerequisites) check_prerequisite(text);
  Fitness fitness;
  const std::vector<Need> needs = needs_of(scenario);
  for (const Need& need : needs) {
    const auto named = scenario.roles.find(need.role);
    if (named != scenario.roles.end())
      fitness.roles[need.role] = named->second;
    else if (!need.optional)
      refuse(fmt::format("{}: scenario '{}' of type '{}' needs a provider of {} under the key '{}'",
                         scenario.mark.text(), scenario.name, scenario.type, face_text(need.face),
                         need.role));
  }
  check_reach(config_, catalog_, scenario, fitness.roles, endpoint_);
  for (const Need& need : needs)
    if (!need.optional) check_face(scenario, need, fitness.roles.at(need.role));
  return fitness;
}

std::vector<Need> Examiner::needs_of(const ScenarioEntry& scenario) {
  std::vector<Need> needs;
  lane_.call([&] { needs = catalog_.create_scenario(scenario.type, scenario.options, context_)->needs(); });
  return needs;
}

Provider& Examiner::provider(const ScenarioEntry& scenario, const std::string& role,
                             const std::string& name) {
  const ProviderEntry& entry = *config_.provider(name);
  const bool own = role == "provider" && !scenario.provider_options.empty();
  std::unique_ptr<Provider>& made = made_[own ? scenario.name + "/" + name : "/" + name];
  if (made) return *made;
  boost::json::object options = entry.options;
  if (own)
    for (const auto& [key, value] : scenario.provider_options) options[key] = value;
  // Where the simulator will listen is not known yet; nothing is sent there.
  if (can_be_pointed(catalog_, entry.type) && !options.contains("base_url"))
    options["base_url"] = "http://127.0.0.1:1";
  lane_.call([&] {
    try {
      made = catalog_.create_provider(entry.type, options, context_);
    } catch (const ConfigError& error) {
      const Problem problem = explain(config_, entry.marks, entry.mark, error);
      refuse(fmt::format("provider '{}': {}: {}", name, problem.mark.text(), problem.message));
    }
  });
  return *made;
}

void Examiner::check_face(const ScenarioEntry& scenario, const Need& need, const std::string& name) {
  if (provider(scenario, need.role, name).face(need.face) != nullptr) return;
  const std::vector<std::string> others = others_with(need.face);
  refuse(
      fmt::format("provider '{}' (type {}) does not offer {}, which {} scenarios need{}", name,
                  config_.provider(name)->type, face_text(need.face), scenario.type,
                  others.empty() ? std::string() : fmt::format("; these do: {}", fmt::join(others, ", "))));
}

std::vector<std::string> Examiner::others_with(const std::string& face) {
  std::vector<std::string> names;
  ScenarioEntry nobody;
  for (const ProviderEntry& entry : config_.providers) {
    if (entry.unavailable) continue;
    try {
      if (provider(nobody, "", entry.name).face(face) != nullptr) names.push_back(entry.name);
    } catch (const Error&) {
      // one that cannot be made is no advice
    }
  }
  return names;
}

void Examiner::check_prerequisite(const std::string& text) {
  const Prerequisite asked = parse_prerequisite(text).value();
  const auto answers = [&](std::function<task<>()> attempt) {
    try {
      lane_.run(std::move(attempt));
    } catch (const std::exception& failure) {
      refuse(fmt::format("prerequisite {} is not met: {}", text, failure.what()));
    }
  };
  switch (asked.kind) {
    case Prerequisite::Kind::variable: {
      const char* value = std::getenv(asked.what.c_str());
      if ((value == nullptr || *value == '\0') && !config_.variables.contains(asked.what))
        refuse(
            fmt::format("prerequisite {} is not met: the environment variable is not set; export it or put "
                        "it into .env",
                        text));
      break;
    }
    case Prerequisite::Kind::program:
      if (find_program(asked.what).empty())
        refuse(fmt::format("prerequisite {} is not met: no such program in PATH; install it", text));
      break;
    case Prerequisite::Kind::browser:
      if (find_browser().empty())
        refuse(
            fmt::format("prerequisite {} is not met: no Chromium was found in PATH; install it with: "
                        "apt-get install chromium",
                        text));
      break;
    case Prerequisite::Kind::file:
      if (!std::filesystem::exists(asked.what))
        refuse(fmt::format("prerequisite file:{} is not met: there is no such file", asked.what));
      break;
    case Prerequisite::Kind::port:
      answers([&] {
        const bool bare_v6 = asked.what.find(':') != std::string::npos && !asked.what.starts_with('[');
        const std::string host = bare_v6 ? "[" + asked.what + "]" : asked.what;
        std::string url = fmt::format("http://{}:{}", host, asked.port);
        return dial(lane_.net(), std::move(url));
      });
      break;
    case Prerequisite::Kind::url:
      answers([&] { return ask(lane_.net(), asked.what); });
      break;
  }
}

}  // namespace aitb::core
