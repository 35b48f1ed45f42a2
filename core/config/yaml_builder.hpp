// Builds the marked tree from yaml-cpp's events; kept apart so that only one file knows the library.
#pragma once
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <map>
#include <string>
#include <vector>

#include "core/config/yaml_tree.hpp"

namespace aitb::core {

/// Thrown to leave the parser when a limit is passed.
struct YamlStop {};

class YamlBuilder : public YAML::EventHandler {
 public:
  YamlBuilder(std::string file, std::string_view text, std::vector<Problem>& problems,
              const YamlLimits& limits);

  bool filled() const noexcept { return filled_; }
  YamlNode take() { return std::move(root_); }
  Mark mark(const YAML::Mark& at) const;
  /// Complains if the text ends inside quotes, which the library takes as their end.
  void check_last_quote();
  void complain(const Mark& at, std::string message);

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& at, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& at, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override;
  void OnSequenceStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override;
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor = 0;
    bool has_key = false;
    std::string key;
    Mark key_mark;
    std::map<std::string, int> seen;  // its keys, with their lines
    std::vector<YamlNode> merged;
  };

  void open(YamlNode::Kind kind, const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor);
  void close();
  void add(YamlNode node, YAML::anchor_t anchor);
  void add_to_map(Open& map, YamlNode node);
  void merge(Open& map, YamlNode node);
  void count(std::size_t nodes, const Mark& at);

  std::string file_;
  std::string_view text_;
  std::vector<std::string_view> lines_;
  std::optional<YAML::Mark> last_quoted_;
  std::vector<Problem>& problems_;
  YamlLimits limits_;
  std::vector<Open> stack_;
  std::map<YAML::anchor_t, YamlNode> anchors_;
  YamlNode root_;
  bool filled_ = false;
  std::size_t nodes_ = 0;
};

}  // namespace aitb::core
