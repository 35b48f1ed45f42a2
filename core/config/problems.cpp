#include "core/config/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "core/config/source_text.hpp"

namespace aitb::core {
namespace {

auto order(const Problem& p) { return std::tie(p.mark.file, p.mark.line, p.mark.column, p.message); }

std::string line_of(const Mark& mark, const Config& config) {
  for (const SourceFile& file : config.files) {
    if (file.path.string() != mark.file || mark.line <= 0) continue;
    const auto lines = split_lines(file.redacted);
    const auto index = static_cast<std::size_t>(mark.line - 1);
    return index < lines.size() ? std::string(lines[index]) : std::string();
  }
  return "";
}

}  // namespace

std::string without_secrets(std::string text, const std::vector<std::string>& secrets) {
  constexpr std::size_t shortest = 4;
  constexpr std::string_view instead = "[redacted]";
  for (const std::string& secret : secrets) {
    if (secret.size() < shortest) continue;
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + instead.size()))
      text.replace(at, secret.size(), instead);
  }
  return text;
}

void finish_problems(std::vector<Problem>& problems, const Config& config) {
  for (Problem& problem : problems)
    problem.message = without_secrets(std::move(problem.message), config.secrets);
  std::stable_sort(problems.begin(), problems.end(),
                   [](const auto& a, const auto& b) { return order(a) < order(b); });
  problems.erase(std::unique(problems.begin(), problems.end(),
                             [](const auto& a, const auto& b) { return order(a) == order(b); }),
                 problems.end());
  constexpr std::size_t most = 200;
  if (problems.size() > most) {
    Problem more;
    more.mark.file = problems[most].mark.file;
    more.message = fmt::format("and {} more problems", problems.size() - most);
    problems.resize(most);
    problems.push_back(std::move(more));
  }
  for (Problem& problem : problems)
    if (problem.source.empty()) problem.source = line_of(problem.mark, config);
}

}  // namespace aitb::core
