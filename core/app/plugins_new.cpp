// `aitb-host plugins new`: a working plugin from the templates that are installed with the SDK.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>

#include "core/app/command.hpp"
#include "core/app/plugins_command.hpp"
#include "core/plugin/finder.hpp"

namespace aitb::core {
namespace {

namespace fs = std::filesystem;
using Replacements = std::map<std::string, std::string>;

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorKind::config, what); }

void check_name(const std::string& name) {
  static const std::set<std::string> taken{"aitb",  "std",      "auto",   "new",  "delete", "default",
                                           "class", "struct",   "union",  "enum", "public", "private",
                                           "this",  "template", "switch", "case"};
  auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  auto may_stand = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  if (name.empty() || !is_letter(name.front()) || name.back() == '-' || !std::ranges::all_of(name, may_stand))
    refuse("'" + name + "' is no name for a plugin: use a-z, 0-9 and '-', with a letter first");
  if (taken.contains(name)) refuse("'" + name + "' means something in C++: choose another name");
}

std::string pascal_case(const std::string& name) {
  std::string out;
  bool upper = true;
  for (char c : name) {
    if (c != '-') out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = c == '-';
  }
  return out;
}

Replacements replacements_for(const std::string& name) {
  std::string space = name, env;
  std::ranges::replace(space, '-', '_');
  for (char c : space) env += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return {{"@NAME@", name}, {"@CLASS@", pascal_case(name)}, {"@NAMESPACE@", space}, {"@ENV@", env}};
}

std::string replaced(std::string text, const Replacements& words) {
  for (const auto& [from, to] : words)
    for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
      text.replace(at, from.size(), to);
  return text;
}

fs::path templates_folder() {
  const fs::path folder = current_process().executable.parent_path().parent_path() / "share/aitb/templates";
  if (!fs::is_directory(folder))
    throw Error(ErrorKind::unsupported, "the templates are not in " + folder.string() +
                                            ": install the SDK (cmake --install BUILD --component sdk)");
  return folder;
}

std::string names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

int plugins_new(const std::string& kind, const std::string& name, const fs::path& folder) {
  const fs::path templates = templates_folder();
  if (!fs::is_directory(templates / kind))
    refuse("there is no template for '" + kind + "'; there are: " + names_in(templates));
  check_name(name);
  const fs::path target = folder / name;
  if (fs::exists(target)) refuse(target.string() + " exists already: choose another name or --dir");
  const Replacements words = replacements_for(name);
  for (const auto& entry : fs::recursive_directory_iterator(templates / kind)) {
    if (!entry.is_regular_file()) continue;
    const fs::path file = target / replaced(fs::relative(entry.path(), templates / kind).string(), words);
    fs::create_directories(file.parent_path());
    std::ifstream from(entry.path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(from), {});
    std::ofstream to(file, std::ios::binary);
    to << replaced(text, words);
    if (!to.flush())
      throw Error(ErrorKind::unsupported,
                  "writing " + file.string() + ": is there room, and may you write there?");
    std::cout << file.string() << '\n';
  }
  std::cout << "\ncmake -S " << target.string() << " -B " << (target / "build").string()
            << "   # -DCMAKE_PREFIX_PATH=… if the SDK is in a place of its own\n"
            << "cmake --build " << (target / "build").string() << "\n"
            << "aitb-host plugins check " << (target / "build/plugins" / ("aitb-" + name + ".so")).string()
            << '\n';
  return exit_ok;
}

}  // namespace aitb::core
