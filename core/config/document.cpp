#include "core/config/document.hpp"

#include <fmt/format.h>

#include <aitb/schema.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/config/digest.hpp"
#include "core/config/expand.hpp"

namespace aitb::core {
namespace json = boost::json;
namespace {

json::value to_json(const YamlNode& node, const std::string& at, const Mark& key, Document& document) {
  Place place;
  place.key = key;
  place.value = node.mark;
  place.unset = node.unset;
  place.text = node.text;
  place.expanded = node.expanded;
  document.places[at] = std::move(place);
  if (node.kind == YamlNode::Kind::scalar) return scalar_to_json(node);
  if (node.kind == YamlNode::Kind::list) {
    json::array list;
    for (const auto& item : node.items)
      list.push_back(to_json(item, pointer_to(at, std::to_string(list.size())), item.mark, document));
    return list;
  }
  json::object object;
  for (const auto& entry : node.entries)
    object.emplace(entry.key, to_json(entry.value, pointer_to(at, entry.key), entry.mark, document));
  return object;
}

std::optional<std::string> read_text(const std::filesystem::path& path, std::vector<Problem>& problems) {
  Problem problem;
  problem.mark.file = path.string();
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) {
    problem.message = "this is a folder, where a YAML file was expected";
  } else {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (in) return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    problem.message = fmt::format("cannot be read: {}", std::strerror(errno));
  }
  problems.push_back(std::move(problem));
  return std::nullopt;
}

void extend_blocks(YamlNode& root, const std::vector<std::string>& blocks, std::vector<Problem>& problems) {
  for (const auto& block : blocks)
    if (auto* entries = root.find(block)) apply_extends(*entries, block, problems);
}

}  // namespace

const json::value* Document::at(const std::string& pointer) const {
  boost::system::error_code missing;
  return value.find_pointer(pointer, missing);
}

const Place& Document::place(std::string pointer) const {
  static const Place nowhere;
  while (true) {
    if (const auto found = places.find(pointer); found != places.end()) return found->second;
    const auto slash = pointer.rfind('/');
    if (slash == std::string::npos) return nowhere;
    pointer.resize(slash);
  }
}

void fill_document(Document& document, const YamlNode& root) {
  document.places.clear();
  document.value = to_json(root, "", root.mark, document);
}

std::string dotted(const std::string& pointer) {
  std::string path;
  for (std::size_t i = 1; i < pointer.size(); ++i) {
    if (pointer[i] == '/')
      path += '.';
    else if (pointer[i] == '~' && i + 1 < pointer.size())
      path += pointer[++i] == '1' ? '/' : '~';
    else
      path += pointer[i];
  }
  return path;
}

Document read_document(const std::filesystem::path& path, std::string_view built_in,
                       const std::string& built_in_name, const std::vector<std::string>& blocks,
                       const Environment& environment, Config& config, std::vector<Problem>& problems) {
  Document document;
  document.value = json::object();
  document.built_in = path.empty();
  document.file = path.empty() ? built_in_name : path.string();
  document.folder = path.parent_path();
  std::optional<std::string> text;
  if (path.empty())
    text = built_in;
  else
    text = read_text(path, problems);
  if (!text) return document;
  auto root = parse_yaml(document.file, *text, problems);
  SourceFile source;
  source.path = document.file;
  source.kind = std::filesystem::path(built_in_name).filename().string();
  source.text = source.redacted = std::move(*text);
  source.sha256 = sha256_hex(source.text);
  config.files.push_back(std::move(source));
  if (!root || (root->kind == YamlNode::Kind::scalar && root->text.empty())) return document;
  expand_environment(*root, environment, problems, config.secrets);
  extend_blocks(*root, blocks, problems);
  fill_document(document, *root);
  return document;
}

}  // namespace aitb::core
