#include "core/plugin/check/workbench.hpp"

#include <boost/asio/post.hpp>

#include <aitb/schema.hpp>

#include "core/plugin/check/yaml_json.hpp"
#include "core/session/lane.hpp"

namespace aitb::core::check {
namespace {

NetOptions net_options(const Deadlines& deadlines) {
  NetOptions options;
  options.deadlines = deadlines;
  options.kernel_timestamps = false;
  return options;
}

const AitbComponent& found(const AitbPlugin& plugin, const Subject& subject) {
  const AitbComponent* one =
      find_component(plugin, to_string(subject.component->kind), subject.component->type);
  if (one == nullptr) throw Error(ErrorKind::config, "the descriptor lacks this component");
  return *one;
}

void replace_names(boost::json::value& value) {
  if (value.is_object())
    for (auto& member : value.as_object()) replace_names(member.value());
  else if (value.is_array())
    for (auto& item : value.as_array()) replace_names(item);
  else if (value.is_string() && std::string_view(value.as_string()).starts_with("${"))
    value = "word";
}

}  // namespace

void MemoryLog::write(Level, std::string_view line) noexcept {
  text += line;
  text += '\n';
}

Workbench::Workbench(const Subject& subject, Deadlines deadlines)
    : clock(make_clock(lane, TimeAnchor::now().at, TimeAnchor::now().wall_ns)),
      net(make_net(lane, *clock, log, net_options(deadlines))),
      context(std::make_unique<Context>(log, *clock, *net, Random(1, "check"), subject.work_dir)),
      plugin(open_plugin(subject.file, subject.index.text)),
      component(found(plugin, subject)) {}

Workbench::~Workbench() = default;

Made Workbench::make(const boost::json::object& options) {
  return Made(make_component(component, boost::json::value(options), *context), Destroy{component.kind});
}

void Workbench::run(task<> work, Duration limit) {
  bool ended = false;
  std::exception_ptr failure;
  Running running(executor(), std::move(work), [&](std::exception_ptr why) {
    ended = true;
    failure = why;
  });
  const bool in_time = turn_until([&] { return ended; }, limit);
  if (!in_time)
    throw Error(ErrorKind::timeout,
                "did not end within " + std::to_string(limit / std::chrono::seconds(1)) + " s");
  if (failure) std::rethrow_exception(failure);
}

void Workbench::post_and_wait(std::function<void()> work) {
  bool done = false;
  asio::post(lane, [&] {
    work();
    done = true;
  });
  turn_until([&] { return done; });
}

std::optional<boost::json::object> part_for(const Subject& subject, const char* yaml) {
  if (yaml == nullptr || *yaml == '\0') return std::nullopt;
  const boost::json::value document = json_of_yaml(yaml);
  if (document.is_null()) return boost::json::object();
  if (!document.is_object()) throw Error(ErrorKind::config, "the YAML text is no mapping");
  const boost::json::object& all = document.as_object();
  const bool by_component = !all.empty() && std::ranges::all_of(all, [](const auto& member) {
    return std::string_view(member.key()).find('/') != std::string_view::npos;
  });
  if (!by_component) return all;
  const std::string key = std::string(to_string(subject.component->kind)) + '/' + subject.component->type;
  const auto* part = all.if_contains(key);
  if (part == nullptr) return std::nullopt;
  return part->is_object() ? part->as_object() : boost::json::object();
}

boost::json::object sample_options(const Subject& subject, const AitbPlugin& plugin,
                                   const AitbComponent& component) {
  boost::json::value options = part_for(subject, plugin.sample).value_or(boost::json::object());
  visit_marked(component_schema(component), options, "x-secret",
               [](const std::string&, boost::json::value& part) { part = canary; });
  replace_names(options);
  return options.as_object();
}

}  // namespace aitb::core::check
