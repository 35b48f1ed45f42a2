// Registers the components of a plugin: one AITB_PLUGIN(…) in one source file is all of it.
#pragma once
#include <array>
#include <boost/json/serialize.hpp>
#include <concepts>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

#include <aitb/abi.h>
#include <aitb/fingerprint.hpp>
#include <aitb/simulator.hpp>
#include <aitb/sink.hpp>

namespace aitb::inline v1 {

/// What every component class has beside its interface:
///   struct Options { … };                        default-constructible
///   FieldTable fields(Options&);                 beside the class or a friend in it; no_fields() if there
///   are none explicit T(Options options, Context& context);
template <class T>
concept HasOptions = requires {
  typename T::Options;
}
&&std::default_initializable<typename T::Options>;

template <class T>
concept HasFields = requires(typename T::Options& options) {
  { fields(options) } -> std::same_as<FieldTable>;
};

namespace plugin {

/// Tells the host what went wrong; used inside a catch.
AITB_API void report_failure(const AitbReply& reply) noexcept;
AITB_API void report_text(const AitbReply& reply, std::string_view text) noexcept;

template <class T>
void schema(const AitbReply* reply) noexcept {
  try {
    typename T::Options defaults;
    report_text(*reply, boost::json::serialize(fields(defaults).schema()));
  } catch (...) {
    report_failure(*reply);
  }
}

template <class Interface, class T>
void* create(const void* options, void* context, const AitbReply* reply) noexcept {
  try {
    typename T::Options decoded;
    fields(decoded).decode(*static_cast<const boost::json::value*>(options));
    std::unique_ptr<Interface> made =
        std::make_unique<T>(std::move(decoded), *static_cast<Context*>(context));
    return made.release();
  } catch (...) {
    report_failure(*reply);
    return nullptr;
  }
}

constexpr bool is_word(std::string_view text) {
  for (char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.')) return false;
  return !text.empty();
}
constexpr bool is_line(std::string_view text) {
  for (char c : text)
    if (static_cast<unsigned char>(c) < 0x20) return false;
  return !text.empty();
}

template <class Interface, class T, class... Aliases>
consteval AitbComponent component(const char* kind, const char* iface, const char* type, const char* summary,
                                  Aliases... aliases) {
  static_assert(std::is_convertible_v<T*, Interface*>,
                "a component derives publicly, and once, from the interface of its kind");
  static_assert(!std::is_abstract_v<T>, "a component overrides every pure virtual method of its interface");
  static_assert(HasOptions<T>, "a component has a default-constructible `struct Options` in it");
  static_assert(HasFields<T>,
                "a component has `aitb::FieldTable fields(Options&)` beside it (return aitb::no_fields() if "
                "there are none)");
  static_assert(std::constructible_from<T, typename T::Options, Context&>,
                "a component has a constructor (Options, Context&)");
  static_assert(sizeof...(aliases) <= AITB_MAX_ALIASES, "a component has at most 8 aliases");
  if (!is_word(type) || !(is_word(aliases) && ...))
    throw "types and aliases are made of a-z, 0-9, '_', '-' and '.'";
  if (!is_line(summary)) throw "a summary is one line";
  return AitbComponent{sizeof(AitbComponent), kind, type, {aliases...}, summary, iface, &schema<T>,
                       &create<Interface, T>};
}

template <class... Components>
consteval std::array<AitbComponent, sizeof...(Components)> components(Components... all) {
  static_assert(sizeof...(all) > 0, "a plugin has at least one component");
  return {all...};
}

template <std::size_t Count>
constexpr void write_index(fingerprint::Writer& out, std::string_view id, std::string_view version,
                           std::string_view licence, const std::array<AitbComponent, Count>& all) {
  if (!is_word(id) || !is_line(version) || !is_line(licence))
    throw "id, version and licence are one line each";
  fingerprint::write(out);
  out.line("id", id), out.line("version", version), out.line("licence", licence);
  for (const AitbComponent& one : all) {
    out.put("component="), out.put(one.kind), out.put('\t'), out.put(one.type), out.put('\t');
    for (std::size_t i = 0; one.aliases[i] != nullptr; ++i) {
      if (i > 0) out.put(',');
      out.put(one.aliases[i]);
    }
    out.put('\t'), out.put(one.summary), out.put('\n');
  }
  out.put('\0');
}

template <std::size_t Count>
consteval std::size_t index_size(std::string_view id, std::string_view version, std::string_view licence,
                                 const std::array<AitbComponent, Count>& all) {
  fingerprint::Writer counter;
  write_index(counter, id, version, licence, all);
  return counter.size();
}

template <std::size_t Size, std::size_t Count>
consteval std::array<char, Size> index(std::string_view id, std::string_view version,
                                       std::string_view licence,
                                       const std::array<AitbComponent, Count>& all) {
  std::array<char, Size> text{};
  fingerprint::Writer writer(text.data());
  write_index(writer, id, version, licence, all);
  return text;
}

}  // namespace plugin

// The kinds. `type` is the YAML word, `summary` one line for `plugins list`, `aliases` further YAML words.
template <class T, class... Aliases>
consteval AitbComponent provider(const char* type, const char* summary, Aliases... aliases) {
  return plugin::component<Provider, T>("provider", "aitb.provider/1", type, summary, aliases...);
}
template <class T, class... Aliases>
consteval AitbComponent scenario(const char* type, const char* summary, Aliases... aliases) {
  return plugin::component<Scenario, T>("scenario", "aitb.scenario/1", type, summary, aliases...);
}
template <class T, class... Aliases>
consteval AitbComponent simulator(const char* type, const char* summary, Aliases... aliases) {
  return plugin::component<Simulator, T>("simulator", "aitb.simulator/1", type, summary, aliases...);
}
template <class T, class... Aliases>
consteval AitbComponent emulator(const char* type, const char* summary, Aliases... aliases) {
  return plugin::component<Emulator, T>("emulator", "aitb.emulator/1", type, summary, aliases...);
}
template <class T, class... Aliases>
consteval AitbComponent capture(const char* type, const char* summary, Aliases... aliases) {
  return plugin::component<Capture, T>("capture", "aitb.capture/1", type, summary, aliases...);
}
template <class T, class... Aliases>
consteval AitbComponent sink(const char* type, const char* summary, Aliases... aliases) {
  return plugin::component<Sink, T>("sink", "aitb.sink/1", type, summary, aliases...);
}

}  // namespace aitb::inline v1

// aitb_add_plugin() embeds sample.yaml and check.yaml ("" if there is none) and defines
// AITB_PLUGIN_RESOURCES.
#ifdef AITB_PLUGIN_RESOURCES
extern "C" const char aitb_plugin_sample[];
extern "C" const char aitb_plugin_check[];
#define AITB_PLUGIN_SAMPLE_TEXT aitb_plugin_sample
#define AITB_PLUGIN_CHECK_TEXT aitb_plugin_check
#else
#define AITB_PLUGIN_SAMPLE_TEXT ""
#define AITB_PLUGIN_CHECK_TEXT ""
#endif

/// AITB_PLUGIN("org.aitb.openai", "0.1.0", "Apache-2.0", aitb::provider<OpenAi>("openai", "OpenAI's chat
/// API"), …) at namespace scope, once a plugin: constant data only, nothing runs at load.
#define AITB_PLUGIN(id, version, licence, ...)                                                  \
  static constexpr auto aitb_components = ::aitb::plugin::components(__VA_ARGS__);              \
  __attribute__((section(AITB_PLUGIN_SECTION), used)) static constexpr auto aitb_index =        \
      ::aitb::plugin::index<::aitb::plugin::index_size(id, version, licence, aitb_components)>( \
          id, version, licence, aitb_components);                                               \
  extern "C" __attribute__((visibility("default"))) const AitbPlugin aitb_plugin;               \
  constinit const AitbPlugin aitb_plugin = {sizeof(AitbPlugin),                                 \
                                            AITB_ABI_NUMBER,                                    \
                                            aitb_index.data(),                                  \
                                            id,                                                 \
                                            version,                                            \
                                            licence,                                            \
                                            AITB_PLUGIN_SAMPLE_TEXT,                            \
                                            AITB_PLUGIN_CHECK_TEXT,                             \
                                            aitb_components.size(),                             \
                                            aitb_components.data()}
