#include "core/config/redact.hpp"

#include <algorithm>
#include <set>

#include "core/config/problems.hpp"
#include "core/config/source_text.hpp"

namespace aitb::core {
namespace {

// A secret that the file spells with escapes or over several lines is not found by its value. Its lines are
// then cut from where it begins up to the line of the next value.
void cut_spelled_secrets(const Document& document, const std::set<std::string>& secrets, std::string& text) {
  std::set<int> begins;
  for (const auto& [pointer, place] : document.places) begins.insert(place.key.line);
  auto lines = split_lines(text);
  std::vector<std::string> kept(lines.begin(), lines.end());
  bool changed = false;
  for (const auto& [pointer, place] : document.places) {
    const auto* value = document.at(pointer);
    if (place.expanded || !value || !value->is_string() ||
        !secrets.contains(std::string(value->get_string())))
      continue;
    auto& first = kept[static_cast<std::size_t>(place.value.line - 1)];
    if (first.find(value->get_string().c_str()) != std::string::npos) continue;
    const auto next = begins.upper_bound(place.value.line);
    const auto end =
        next == begins.end() ? kept.size() : std::min(kept.size(), static_cast<std::size_t>(*next - 1));
    for (auto line = static_cast<std::size_t>(place.value.line); line < end; ++line) kept[line].clear();
    const auto colon = first.find(':');
    first = first.substr(0, colon == std::string::npos ? 0 : colon + 1) + " [redacted]";
    changed = true;
  }
  if (!changed) return;
  text.clear();
  for (const auto& line : kept) text += line + "\n";
}

}  // namespace

void redact_files(Config& config, const std::vector<const Document*>& documents) {
  std::set<std::string> secrets;
  for (const auto& secret : config.secrets)
    if (secret.size() >= 4) secrets.insert(secret);
  for (SourceFile& file : config.files) {
    file.redacted = file.text;
    for (const Document* document : documents)
      if (document->file == file.path.string()) cut_spelled_secrets(*document, secrets, file.redacted);
    file.redacted = without_secrets(std::move(file.redacted), config.secrets);
  }
}

}  // namespace aitb::core
