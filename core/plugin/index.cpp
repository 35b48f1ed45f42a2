#include "core/plugin/index.hpp"

#include <algorithm>

#include <aitb/abi.h>

#include "core/plugin/elf_file.hpp"

namespace aitb::core {
namespace {

[[noreturn]] void broken(const std::string& what) {
  throw Error(ErrorKind::config, "has a broken " AITB_PLUGIN_SECTION " section: " + what);
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t end = 0; (end = text.find(at)) != text.npos; text.remove_prefix(end + 1))
    parts.push_back(text.substr(0, end));
  parts.push_back(text);
  return parts;
}

Kind parse_kind(std::string_view name) {
  for (Kind kind :
       {Kind::provider, Kind::scenario, Kind::simulator, Kind::emulator, Kind::capture, Kind::sink})
    if (name == to_string(kind)) return kind;
  broken("no kind of component is called '" + std::string(name) + "'");
}

Component parse_component(std::string_view value) {
  const auto parts = split(value, '\t');
  if (parts.size() != 4 || parts[1].empty()) broken("a component has kind, type, aliases and summary");
  Component component;
  component.kind = parse_kind(parts[0]);
  component.type = parts[1];
  if (!parts[2].empty())
    for (std::string_view alias : split(parts[2], ',')) component.aliases.emplace_back(alias);
  component.summary = parts[3];
  return component;
}

}  // namespace

PluginIndex parse_index(std::string_view section, const std::filesystem::path& file) {
  const std::size_t end = section.find('\0');
  if (end == section.npos) broken("its text has no end");
  PluginIndex index;
  index.text = section.substr(0, end);
  for (std::string_view line : split(index.text, '\n')) {
    if (line.empty()) continue;
    const std::size_t equals = line.find('=');
    if (equals == line.npos) broken("a line without '='");
    const std::string_view key = line.substr(0, equals), value = line.substr(equals + 1);
    if (key == "id")
      index.id = value;
    else if (key == "version")
      index.version = value;
    else if (key == "licence")
      index.licence = value;
    else if (key == "component")
      index.components.push_back(parse_component(value));
    else
      index.tokens.emplace_back(key, value);
  }
  if (index.id.empty() || index.components.empty()) broken("it names no plugin or no component");
  for (Component& component : index.components) {
    component.file = file;
    component.plugin_id = index.id, component.version = index.version, component.licence = index.licence;
  }
  return index;
}

PluginIndex read_index(const std::filesystem::path& file) {
  const MappedFile mapped(file);
  const std::string_view section = ElfFile(mapped.bytes()).section(AITB_PLUGIN_SECTION);
  if (section.empty())
    throw Error(ErrorKind::config, "has no " AITB_PLUGIN_SECTION " section, so it is no aitb plugin");
  return parse_index(section, file);
}

std::string fingerprint_difference(const std::vector<std::pair<std::string, std::string>>& host,
                                   const std::vector<std::pair<std::string, std::string>>& plugin) {
  for (const auto& [key, value] : host) {
    const auto theirs = std::find_if(plugin.begin(), plugin.end(),
                                     [&name = key](const auto& token) { return token.first == name; });
    const std::string found = theirs == plugin.end() ? "nothing" : theirs->second;
    if (found != value)
      return key + " differs: host " + value + ", plugin " + found +
             "; build it with this host's SDK and compiler";
  }
  return {};
}

std::string fingerprint_difference(const PluginIndex& index) {
  return fingerprint_difference(host_fingerprint(), index.tokens);
}

}  // namespace aitb::core
