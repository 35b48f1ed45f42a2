#include "core/config/expand.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace aitb::core {
namespace {

bool is_name_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

class Expander {
 public:
  Expander(const Environment& environment, std::vector<Problem>& problems, std::vector<std::string>& secrets)
      : environment_(environment), problems_(problems), secrets_(secrets) {}

  void walk(YamlNode& node) {
    if (node.kind == YamlNode::Kind::scalar && node.text.find("${") != std::string::npos) expand(node);
    for (auto& entry : node.entries) walk(entry.value);
    for (auto& item : node.items) walk(item);
  }

 private:
  void expand(YamlNode& node) {
    const std::string source = std::move(node.text);
    node.text.clear();
    for (std::size_t i = 0; i < source.size();) {
      if (source.compare(i, 3, "$${") == 0) {
        node.text += "${";
        i += 3;
      } else if (source.compare(i, 2, "${") == 0) {
        i = variable(node, source, i + 2);
      } else {
        node.text += source[i++];
      }
    }
  }

  // `at` is behind "${"; returns the place behind "}".
  std::size_t variable(YamlNode& node, const std::string& source, std::size_t at) {
    std::size_t end = at;
    while (end < source.size() && is_name_letter(source[end])) ++end;
    const std::string name = source.substr(at, end - at);
    const auto close = source.find('}', end);
    const bool has_default = source.compare(end, 2, ":-") == 0;
    if (name.empty() || close == std::string::npos || (!has_default && close != end)) {
      complain(node, "expected ${NAME} or ${NAME:-default}; write $${ for the letters ${");
      node.text = source;
      return source.size();
    }
    node.expanded = true;
    const std::string value = environment_.get(name).value_or("");
    if (!value.empty()) {
      node.text += value;
      if (looks_secret(name)) secrets_.push_back(value);
    } else if (has_default) {
      node.text += source.substr(end + 2, close - end - 2);
    } else if (looks_secret(name) || !environment_.get(name)) {
      node.unset.push_back(name);  // an empty key is no key
    }
    return close + 1;
  }

  void complain(const YamlNode& node, std::string message) {
    Problem problem;
    problem.mark = node.mark;
    problem.message = std::move(message);
    problems_.push_back(std::move(problem));
  }

  const Environment& environment_;
  std::vector<Problem>& problems_;
  std::vector<std::string>& secrets_;
};

}  // namespace

void expand_environment(YamlNode& node, const Environment& environment, std::vector<Problem>& problems,
                        std::vector<std::string>& secrets) {
  Expander(environment, problems, secrets).walk(node);
}

bool looks_secret(std::string_view name) {
  constexpr std::array<std::string_view, 8> ends{"key",  "token",         "secret", "password",
                                                 "pass", "authorization", "sid",    "credential"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return lower.ends_with(end); });
}

}  // namespace aitb::core
