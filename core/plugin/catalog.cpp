#include "core/plugin/catalog.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include <aitb/nearest.hpp>

#include "core/plugin/elf_file.hpp"
#include "core/plugin/finder.hpp"
#include "core/plugin/index.hpp"
#include "core/plugin/loader.hpp"

namespace aitb::core {
namespace {

bool answers_to(const Component& component, std::string_view word) {
  return component.type == word ||
         std::find(component.aliases.begin(), component.aliases.end(), word) != component.aliases.end();
}

/// A word that both components answer to, or "".
std::string common_word(const Component& a, const Component& b) {
  if (a.kind != b.kind) return {};
  if (answers_to(b, a.type)) return a.type;
  for (const std::string& alias : a.aliases)
    if (answers_to(b, alias)) return alias;
  return {};
}

bool same_content(const std::filesystem::path& a, const std::filesystem::path& b) {
  const MappedFile first(a), second(b);
  return std::ranges::equal(first.bytes(), second.bytes());
}

/// Two files that claim one word: neither is taken for it.
struct Clash {
  Kind kind;
  std::string word, text;
};

}  // namespace

struct Catalog::Impl {
  struct File {
    PluginIndex index;
    bool own = false;
  };

  explicit Impl(const CatalogOptions& options) {
    Search search = find_plugins(options, current_process());
    searched = std::move(search.searched);
    for (const PluginFile& file : search.files) add(file);
    std::stable_sort(components.begin(), components.end(), [](const Component& a, const Component& b) {
      return std::tie(a.kind, a.type) < std::tie(b.kind, b.type);
    });
  }

  void add(const PluginFile& file) try {
    PluginIndex index = read_index(file.file);
    if (std::string difference = fingerprint_difference(index); !difference.empty()) {
      refusals.push_back({file.file, difference});
      return;
    }
    for (Component& component : index.components) take(component);
    files[file.file] = {std::move(index), file.own};
  } catch (const Error& error) {
    refusals.push_back({file.file, error.what()});
  }

  void take(const Component& component) {
    for (auto other = components.begin(); other != components.end(); ++other) {
      const std::string word = common_word(*other, component);
      if (word.empty()) continue;
      if (other->file != component.file && same_content(other->file, component.file)) return;
      const std::string what = std::string(to_string(component.kind)) + " '" + word + "' is in " +
                               other->file.string() + " and in " + component.file.string() +
                               ": remove one of them";
      refusals.push_back({component.file, what});
      clashes.push_back({component.kind, word, what});
      components.erase(other);
      return;
    }
    const bool was_in_a_clash = std::ranges::any_of(clashes, [&](const Clash& clash) {
      return clash.kind == component.kind && answers_to(component, clash.word);
    });
    if (!was_in_a_clash) components.push_back(component);
  }

  const AitbComponent& load(const Component& component, bool& own) {
    const File& file = files.at(component.file);
    own = file.own;
    try {
      const AitbPlugin& plugin = loader.load(component.file, file.own, file.index.text);
      if (const AitbComponent* found = find_component(plugin, to_string(component.kind), component.type))
        return *found;
      throw Error(ErrorKind::config, "does not hold what its index promises");
    } catch (const Error& error) {
      throw Error(ErrorKind::config, "plugin " + component.file.string() + " " + error.what());
    }
  }

  template <class Interface>
  std::unique_ptr<Interface> create(const Catalog& catalog, Kind kind, std::string_view type,
                                    const boost::json::value& options, Context& context) {
    const Component* component = catalog.find(kind, type);
    if (component == nullptr) throw Error(ErrorKind::config, catalog.explain_missing(kind, type));
    bool own = false;
    const AitbComponent& maker = load(*component, own);
    try {
      if (!own) loader.rehearse(component->file, maker, options, context);
    } catch (const Error& error) {
      throw Error(ErrorKind::config, "plugin " + component->file.string() + " " + error.what());
    }
    return std::unique_ptr<Interface>(static_cast<Interface*>(make_component(maker, options, context)));
  }

  std::vector<Component> components;
  std::vector<Refusal> refusals;
  std::vector<std::string> searched;
  std::vector<Clash> clashes;
  std::map<std::filesystem::path, File> files;
  Loader loader;
  std::mutex schemas_mutex;
  std::map<std::pair<Kind, std::string>, boost::json::object> schemas;
};

Catalog::Catalog(CatalogOptions options) : impl_(std::make_unique<Impl>(options)) {}
Catalog::~Catalog() = default;

const std::vector<Component>& Catalog::components() const { return impl_->components; }
const std::vector<Refusal>& Catalog::refusals() const { return impl_->refusals; }
const std::vector<std::string>& Catalog::searched() const { return impl_->searched; }

const Component* Catalog::find(Kind kind, std::string_view type) const {
  for (const Component& component : impl_->components)
    if (component.kind == kind && answers_to(component, type)) return &component;
  return nullptr;
}

std::string Catalog::explain_missing(Kind kind, std::string_view type) const {
  for (const Clash& clash : impl_->clashes)
    if (clash.kind == kind && clash.word == type) return clash.text;
  std::vector<std::string> names;
  for (const Component& component : impl_->components) {
    if (component.kind != kind) continue;
    names.push_back(component.type);
    names.insert(names.end(), component.aliases.begin(), component.aliases.end());
  }
  auto joined = [](const std::vector<std::string>& parts, const char* between) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
    return text;
  };
  const std::string kind_name(to_string(kind));
  std::string text = "no " + kind_name + " of type '" + std::string(type) + "'";
  if (const auto near = nearest(type, names); !near.empty())
    text += "; nearest: " + joined(near, ", ");
  else if (!names.empty())
    text += "; there are: " + joined(names, ", ");
  else
    text +=
        std::string("; no plugin with ") + (kind == Kind::emulator ? "an " : "a ") + kind_name + " was found";
  std::vector<std::string> folders;  // one that is not there says nothing here; `plugins list` tells all
  for (const std::string& line : impl_->searched)
    if (!line.ends_with(": not there") && std::find(folders.begin(), folders.end(), line) == folders.end())
      folders.push_back(line);
  text +=
      "; looked in " + (folders.empty() ? std::string("no folder: none is there") : joined(folders, ", "));
  if (!impl_->refusals.empty()) text += "; refused files are listed by `aitb-host plugins list`";
  return text;
}

const boost::json::object& Catalog::schema(const Component& component) {
  const std::lock_guard lock(impl_->schemas_mutex);
  const std::pair key(component.kind, component.type);
  if (const auto found = impl_->schemas.find(key); found != impl_->schemas.end()) return found->second;
  bool own = false;
  return impl_->schemas[key] = component_schema(impl_->load(component, own));
}

std::string Catalog::sample(const Component& component) {
  bool own = false;
  impl_->load(component, own);
  const auto& file = impl_->files.at(component.file);
  return impl_->loader.load(component.file, own, file.index.text).sample;
}

std::unique_ptr<Provider> Catalog::create_provider(std::string_view type, const boost::json::value& options,
                                                   Context& context) {
  return impl_->create<Provider>(*this, Kind::provider, type, options, context);
}
std::unique_ptr<Scenario> Catalog::create_scenario(std::string_view type, const boost::json::value& options,
                                                   Context& context) {
  return impl_->create<Scenario>(*this, Kind::scenario, type, options, context);
}
std::unique_ptr<Simulator> Catalog::create_simulator(std::string_view type, const boost::json::value& options,
                                                     Context& context) {
  return impl_->create<Simulator>(*this, Kind::simulator, type, options, context);
}
std::unique_ptr<Emulator> Catalog::create_emulator(std::string_view type, const boost::json::value& options,
                                                   Context& context) {
  return impl_->create<Emulator>(*this, Kind::emulator, type, options, context);
}
std::unique_ptr<Capture> Catalog::create_capture(std::string_view type, const boost::json::value& options,
                                                 Context& context) {
  return impl_->create<Capture>(*this, Kind::capture, type, options, context);
}
std::unique_ptr<Sink> Catalog::create_sink(std::string_view type, const boost::json::value& options,
                                           Context& context) {
  return impl_->create<Sink>(*this, Kind::sink, type, options, context);
}

}  // namespace aitb::core
