#include <fmt/format.h>

#include <aitb/nearest.hpp>
#include <algorithm>
#include <map>
#include <set>

#include "core/config/expand.hpp"

namespace aitb::core {
namespace {

class Extender {
 public:
  Extender(YamlNode& entries, const std::string& block, std::vector<Problem>& problems)
      : entries_(entries), block_(block), problems_(problems) {
    for (auto& entry : entries.entries) {
      names_.push_back(entry.key);
      by_name_.emplace(entry.key, &entry);
    }
  }

  void run() {
    for (auto& entry : entries_.entries) resolve(entry);
  }

 private:
  static constexpr std::size_t deepest = 32, most_copied = 500'000;

  void resolve(YamlEntry& entry) {
    if (done_.contains(entry.key)) return;
    open_.insert(entry.key);
    for (const auto& [name, mark] : take_extends(entry.value)) extend(entry, name, mark);
    open_.erase(entry.key);
    done_.insert(entry.key);
  }

  void extend(YamlEntry& entry, const std::string& name, const Mark& mark) {
    const auto base = by_name_.find(name);
    if (base == by_name_.end())
      return complain(
          mark, entry.key,
          fmt::format("extends \"{}\", which {} do not have{}", name, block_, did_you_mean(name, names_)));
    if (open_.contains(name))
      return complain(mark, entry.key, fmt::format("extends \"{}\" in a circle", name));
    if (open_.size() > deepest)
      return complain(mark, entry.key, fmt::format("extends more than {} others in a row", deepest));
    resolve(*base->second);
    join(entry.value, base->second->value, true);
    if (copied_ > most_copied) complain(mark, entry.key, "extends make this file too large");
  }

  // The names that `extends:` gives, with their places; the key itself goes.
  std::vector<std::pair<std::string, Mark>> take_extends(YamlNode& node) {
    std::vector<std::pair<std::string, Mark>> bases;
    const auto* key = node.find("extends");
    if (!key) return bases;
    if (key->kind == YamlNode::Kind::map || (key->kind == YamlNode::Kind::scalar && key->text.empty()))
      complain(key->mark, "", "extends: expected a name or a list of names");
    if (key->kind == YamlNode::Kind::scalar && !key->text.empty()) bases.emplace_back(key->text, key->mark);
    for (const auto& item : key->items) bases.emplace_back(item.text, item.mark);
    std::erase_if(node.entries, [](const YamlEntry& each) { return each.key == "extends"; });
    return bases;
  }

  void join(YamlNode& own, const YamlNode& base, bool top) {
    std::map<std::string, std::size_t> keys;
    for (const YamlEntry& entry : own.entries) keys.emplace(entry.key, keys.size());
    for (const YamlEntry& entry : base.entries) {
      if ((top && entry.key == "disabled") || copied_ > most_copied) continue;
      const auto known = keys.find(entry.key);
      auto* mine = known == keys.end() ? nullptr : &own.entries[known->second].value;
      if (!mine)
        own.entries.push_back(entry), copied_ += size_of(entry.value);
      else if (mine->kind == YamlNode::Kind::map && entry.value.kind == YamlNode::Kind::map)
        join(*mine, entry.value, false);
    }
  }

  void complain(const Mark& mark, const std::string& entry, const std::string& message) {
    Problem problem;
    problem.mark = mark;
    problem.message = entry.empty() ? message : fmt::format("{}.{}: {}", block_, entry, message);
    problems_.push_back(std::move(problem));
  }

  YamlNode& entries_;
  std::string block_;
  std::vector<Problem>& problems_;
  std::vector<std::string> names_;
  std::map<std::string, YamlEntry*> by_name_;
  std::set<std::string> open_, done_;
  std::size_t copied_ = 0;
};

}  // namespace

void apply_extends(YamlNode& entries, const std::string& block, std::vector<Problem>& problems) {
  Extender(entries, block, problems).run();
}

}  // namespace aitb::core
