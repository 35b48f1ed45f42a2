#include "core/config/environment.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/config/source_text.hpp"

namespace aitb::core {
namespace {

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (const char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
      return false;
  return true;
}

// The text between the quotes; nullopt if the closing one is missing or something but a comment follows it.
std::optional<std::string> unquote(std::string_view text) {
  const char quote = text.front();
  std::string value;
  std::size_t i = 1;
  for (; i < text.size() && text[i] != quote; ++i) {
    if (quote == '"' && text[i] == '\\' && i + 1 < text.size()) {
      const char c = text[++i];
      value += c == 'n' ? '\n' : c == 't' ? '\t' : c;
    } else {
      value += text[i];
    }
  }
  if (i >= text.size()) return std::nullopt;
  const auto rest = trim(text.substr(i + 1));
  if (!rest.empty() && rest.front() != '#') return std::nullopt;
  return value;
}

}  // namespace

Environment::Environment(const std::vector<std::filesystem::path>& files, std::vector<Problem>& problems) {
  for (const auto& path : files) {
    std::ifstream in(path, std::ios::binary);
    if (!in) continue;
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    Mark mark;
    mark.file = path.string();
    mark.column = 1;
    for (const auto line : split_lines(text)) {
      ++mark.line;
      read_line(line, mark, problems);
    }
  }
}

void Environment::read_line(std::string_view line, const Mark& mark, std::vector<Problem>& problems) {
  line = trim(line);
  if (line.empty() || line.front() == '#') return;
  if (line.starts_with("export ")) line = trim(line.substr(7));
  const auto equals = line.find('=');
  const auto name = trim(line.substr(0, equals));
  const auto complain = [&](std::string message) {
    Problem problem;
    problem.mark = mark;
    problem.message = std::move(message);
    problems.push_back(std::move(problem));
  };
  if (equals == std::string_view::npos || !is_name(name))
    return complain("expected NAME=value or a # comment");
  auto text = trim(line.substr(equals + 1));
  if (text.starts_with('"') || text.starts_with('\'')) {
    auto value = unquote(text);
    if (!value)
      return complain("the value of " + std::string(name) + " has no closing quote, or text behind it");
    values_.emplace(name, std::move(*value));
    return;
  }
  if (text.starts_with('#')) text = {};
  for (const auto comment : {" #", "\t#"})
    if (const auto at = text.find(comment); at != std::string_view::npos) text = trim(text.substr(0, at));
  values_.emplace(name, text);
}

std::optional<std::string> Environment::get(const std::string& name) const {
  if (const char* value = std::getenv(name.c_str())) return value;
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::set<std::string> Environment::names() const {
  std::set<std::string> names;
  for (const auto& [name, value] : values_)
    if (!value.empty()) names.insert(name);
  return names;
}

}  // namespace aitb::core
