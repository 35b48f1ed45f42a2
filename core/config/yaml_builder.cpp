#include "core/config/yaml_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/config/source_text.hpp"

namespace aitb::core {
namespace {

std::size_t depth_of(const YamlNode& node) {
  std::size_t deepest = 0;
  for (const auto& entry : node.entries) deepest = std::max(deepest, depth_of(entry.value));
  for (const auto& item : node.items) deepest = std::max(deepest, depth_of(item));
  return deepest + 1;
}

}  // namespace

std::size_t size_of(const YamlNode& node) {
  std::size_t nodes = 1;
  for (const auto& entry : node.entries) nodes += size_of(entry.value);
  for (const auto& item : node.items) nodes += size_of(item);
  return nodes;
}

YamlBuilder::YamlBuilder(std::string file, std::string_view text, std::vector<Problem>& problems,
                         const YamlLimits& limits)
    : file_(std::move(file)), text_(text), lines_(split_lines(text)), problems_(problems), limits_(limits) {}

Mark YamlBuilder::mark(const YAML::Mark& at) const {
  Mark mark;
  mark.file = file_;
  if (at.line < 0) return mark;
  mark.line = at.line + 1;
  // yaml-cpp counts bytes; a reader's editor counts letters.
  const auto line = static_cast<std::size_t>(at.line);
  const auto bytes = static_cast<std::size_t>(std::max(at.column, 0));
  mark.column = 1 + (line < lines_.size() ? count_letters(lines_[line].substr(0, bytes)) : at.column);
  return mark;
}

void YamlBuilder::complain(const Mark& at, std::string message) {
  Problem problem;
  problem.mark = at;
  problem.message = std::move(message);
  problems_.push_back(std::move(problem));
}

void YamlBuilder::check_last_quote() {
  if (!last_quoted_ || last_quoted_->line < 0 ||
      static_cast<std::size_t>(last_quoted_->line) >= lines_.size())
    return;
  const auto& line = lines_[static_cast<std::size_t>(last_quoted_->line)];
  auto at =
      static_cast<std::size_t>(line.data() - text_.data()) + static_cast<std::size_t>(last_quoted_->column);
  if (at >= text_.size() || (text_[at] != '"' && text_[at] != '\'')) return;  // a block after | or >
  const char quote = text_[at];
  for (++at; at < text_.size(); ++at) {
    if (quote == '"' && text_[at] == '\\')
      ++at;
    else if (text_[at] == quote && (quote == '"' || at + 1 >= text_.size() || text_[at + 1] != quote))
      return;
    else if (text_[at] == quote)
      ++at;
  }
  complain(mark(*last_quoted_), "a quoted text has no closing quote");
}

void YamlBuilder::count(std::size_t nodes, const Mark& at) {
  nodes_ += nodes;
  if (nodes_ <= limits_.nodes) return;
  complain(at,
           fmt::format("the file holds more than {} values, aliases counted where they are used: split it",
                       limits_.nodes));
  throw YamlStop();
}

void YamlBuilder::OnNull(const YAML::Mark& at, YAML::anchor_t anchor) {
  YamlNode node;
  node.mark = mark(at);
  add(std::move(node), anchor);
}

void YamlBuilder::OnAlias(const YAML::Mark& at, YAML::anchor_t anchor) {
  const auto known = anchors_.find(anchor);
  if (known == anchors_.end()) {
    complain(mark(at), "this alias stands inside the value that it names");
    throw YamlStop();
  }
  count(size_of(known->second), mark(at));
  if (stack_.size() + depth_of(known->second) > limits_.depth) {
    complain(mark(at), fmt::format("nested deeper than {} levels", limits_.depth));
    throw YamlStop();
  }
  YamlNode copy = known->second;
  copy.mark = mark(at);
  add(std::move(copy), 0);
}

void YamlBuilder::OnScalar(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& text) {
  YamlNode node;
  node.mark = mark(at);
  node.tag = tag == "?" ? "" : tag;
  if (tag == "!") last_quoted_ = at;
  node.text = text;
  add(std::move(node), anchor);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value) {
  open(YamlNode::Kind::list, at, tag, anchor);
}

void YamlBuilder::OnMapStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
  open(YamlNode::Kind::map, at, tag, anchor);
}

void YamlBuilder::open(YamlNode::Kind kind, const YAML::Mark& at, const std::string& tag,
                       YAML::anchor_t anchor) {
  if (stack_.size() >= limits_.depth) {
    complain(mark(at), fmt::format("nested deeper than {} levels", limits_.depth));
    throw YamlStop();
  }
  if (tag != "?" && tag != "!" && !tag.empty() && !tag.ends_with(":map") && !tag.ends_with(":seq"))
    complain(mark(at), fmt::format("the tag {} means nothing here: leave it out", tag));
  Open opened;
  opened.node.kind = kind;
  opened.node.mark = mark(at);
  opened.anchor = anchor;
  stack_.push_back(std::move(opened));
}

void YamlBuilder::close() {
  Open done = std::move(stack_.back());
  stack_.pop_back();
  for (YamlNode& source : done.merged)
    for (YamlEntry& entry : source.entries)
      if (done.seen.emplace(entry.key, 0).second) done.node.entries.push_back(std::move(entry));
  add(std::move(done.node), done.anchor);
}

void YamlBuilder::add(YamlNode node, YAML::anchor_t anchor) {
  count(1, node.mark);
  if (anchor) anchors_[anchor] = node;
  if (stack_.empty()) {
    root_ = std::move(node);
    filled_ = true;
    return;
  }
  Open& parent = stack_.back();
  if (parent.node.kind == YamlNode::Kind::map)
    add_to_map(parent, std::move(node));
  else
    parent.node.items.push_back(std::move(node));
}

void YamlBuilder::add_to_map(Open& map, YamlNode node) {
  if (!map.has_key) {
    if (node.kind != YamlNode::Kind::scalar)
      complain(node.mark, "a key must be text, not a list or a mapping");
    map.has_key = true;
    map.key = std::move(node.text);
    map.key_mark = node.mark;
    return;
  }
  map.has_key = false;
  if (map.key == "<<") return merge(map, std::move(node));
  const auto [first, fresh] = map.seen.emplace(map.key, map.key_mark.line);
  if (!fresh)
    return complain(map.key_mark, fmt::format("the key \"{}\" is here twice, first on line {}: keep one",
                                              map.key, first->second));
  map.node.entries.push_back(YamlEntry{std::move(map.key), map.key_mark, std::move(node)});
}

void YamlBuilder::merge(Open& map, YamlNode node) {
  if (node.kind == YamlNode::Kind::map) {
    map.merged.push_back(std::move(node));
    return;
  }
  for (YamlNode& item : node.items) {
    if (item.kind == YamlNode::Kind::map)
      map.merged.push_back(std::move(item));
    else
      complain(item.mark, "<< merges mappings only: name one with *anchor");
  }
  if (node.kind == YamlNode::Kind::scalar)
    complain(node.mark, "<< merges mappings only: name one with *anchor");
}

}  // namespace aitb::core
