#include "core/plugin/loader.hpp"

#include <dlfcn.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <optional>

#include <aitb/capture.hpp>
#include <aitb/emulator.hpp>
#include <aitb/provider.hpp>
#include <aitb/scenario.hpp>
#include <aitb/simulator.hpp>
#include <aitb/sink.hpp>
#include <aitb/temporary_folder.hpp>

#include "core/plugin/child.hpp"

namespace aitb::core {
namespace {

constexpr Duration trial_limit = std::chrono::seconds(10);

[[noreturn]] void refuse(const std::string& reason) { throw Error(ErrorKind::config, reason); }

/// What a plugin wrote through an AitbReply.
class Reply {
 public:
  Reply() : face_{sizeof(AitbReply), this, &Reply::take_text, &Reply::take_failure} {}
  const AitbReply* face() const noexcept { return &face_; }
  const std::string& text() const noexcept { return text_; }

  void rethrow() const {
    if (!kind_) return;
    if (*kind_ == ErrorKind::config) throw ConfigError(pointer_, message_);
    throw Error(*kind_, message_);
  }

 private:
  static void take_text(void* to, const char* bytes, std::uint64_t size) {
    static_cast<Reply*>(to)->text_.assign(bytes, size);
  }
  static void take_failure(void* to, const char* kind, const char* pointer, const char* message) {
    auto& self = *static_cast<Reply*>(to);
    self.kind_ = parse_error_kind(kind).value_or(ErrorKind::internal);
    self.pointer_ = pointer, self.message_ = message;
  }

  AitbReply face_;
  std::string text_, pointer_, message_;
  std::optional<ErrorKind> kind_;
};

std::string without_path(std::string text, const std::filesystem::path& file) {
  const std::string prefix = file.string() + ": ";
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

}  // namespace

const AitbPlugin& open_plugin(const std::filesystem::path& file, const std::string& index_text) {
  void* library = ::dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    refuse("cannot be loaded: " + without_path(::dlerror(), std::filesystem::absolute(file)));
  const auto* plugin = static_cast<const AitbPlugin*>(::dlsym(library, AITB_PLUGIN_SYMBOL));
  if (plugin == nullptr)
    refuse("does not export " AITB_PLUGIN_SYMBOL ": register its components with AITB_PLUGIN");
  if (plugin->abi != AITB_ABI_NUMBER || plugin->struct_size < sizeof(AitbPlugin))
    refuse("its descriptor is of ABI " + std::to_string(plugin->abi) + ", this host's of " +
           std::to_string(AITB_ABI_NUMBER));
  if (index_text != plugin->index) refuse("changed while it was being loaded: start again");
  return *plugin;
}

const AitbPlugin& Loader::load(const std::filesystem::path& file, bool own, const std::string& index_text) {
  const std::lock_guard lock(mutex_);
  if (const auto found = loaded_.find(file); found != loaded_.end()) return *found->second;
  if (const auto found = refused_.find(file); found != refused_.end()) refuse(found->second);
  try {
    if (!own) {
      const ChildOutcome outcome = run_in_child(
          [&]() -> std::string {
            try {
              open_plugin(file, index_text);
              return {};
            } catch (const Error& error) {
              return error.what();
            }
          },
          trial_limit);
      if (!outcome.returned) refuse(outcome.trouble() + " while being loaded");
      if (!outcome.result.empty()) refuse(outcome.result);
    }
    return *(loaded_[file] = &open_plugin(file, index_text));
  } catch (const Error& error) {
    refused_[file] = error.what();
    throw;
  }
}

void Loader::rehearse(const std::filesystem::path& file, const AitbComponent& component,
                      const boost::json::value& options, Context& context) {
  const std::string key =
      file.string() + '\n' + component.kind + '\n' + component.type + '\n' + boost::json::serialize(options);
  const std::lock_guard lock(mutex_);
  auto [place, first] = rehearsed_.try_emplace(key);
  if (first) {
    const TemporaryFolder folder;
    const ChildOutcome outcome = run_in_child(
        [&]() -> std::string {
          Context trial(null_log(), context.clock, context.net, context.random, folder.path());
          try {
            destroy_component(component.kind, make_component(component, options, trial));
          } catch (const Error&) {  // will be thrown again, and told, when it is made in earnest
          }
          return {};
        },
        trial_limit);
    if (!outcome.returned)
      place->second = outcome.trouble() + " while a " + component.kind + " was being made";
  }
  if (!place->second.empty()) refuse(place->second);
}

const AitbComponent* find_component(const AitbPlugin& plugin, std::string_view kind, std::string_view type) {
  const char* at = reinterpret_cast<const char*>(plugin.components);
  for (std::uint32_t i = 0; i < plugin.component_count; ++i) {
    const auto* one =
        reinterpret_cast<const AitbComponent*>(at + std::size_t{i} * plugin.components->struct_size);
    if (kind == one->kind && type == one->type) return one;
  }
  return nullptr;
}

void* make_component(const AitbComponent& component, const boost::json::value& options, Context& context) {
  Reply reply;
  void* made = component.create(&options, &context, reply.face());
  if (made != nullptr) return made;
  reply.rethrow();
  throw Error(ErrorKind::internal, std::string("plugin misbehaves: ") + component.kind + " '" +
                                       component.type + "' was not made and gave no reason");
}

void destroy_component(std::string_view kind, void* component) {
  if (kind == "provider")
    delete static_cast<Provider*>(component);
  else if (kind == "scenario")
    delete static_cast<Scenario*>(component);
  else if (kind == "simulator")
    delete static_cast<Simulator*>(component);
  else if (kind == "emulator")
    delete static_cast<Emulator*>(component);
  else if (kind == "capture")
    delete static_cast<Capture*>(component);
  else if (kind == "sink")
    delete static_cast<Sink*>(component);
  else
    throw Error(ErrorKind::internal, "no component is a '" + std::string(kind) + "'");
}

boost::json::object component_schema(const AitbComponent& component) {
  Reply reply;
  component.schema(reply.face());
  reply.rethrow();
  boost::system::error_code failed;
  boost::json::value schema = boost::json::parse(reply.text(), failed);
  if (failed || !schema.is_object())
    throw Error(ErrorKind::internal,
                std::string("plugin misbehaves: the schema of '") + component.type + "' is no JSON object");
  return std::move(schema.as_object());
}

}  // namespace aitb::core
