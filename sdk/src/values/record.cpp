#include <aitb/record.hpp>

#include <array>

namespace aitb::inline v1 {
namespace {

constexpr std::array<std::string_view, 6> kClasses = {"primary",    "tool",   "computer_action",
                                                      "connection", "search", "packet"};

}  // namespace

std::string_view to_string(ChunkKind kind) noexcept {
  constexpr std::array<std::string_view, 12> names = {"role",      "keep_alive", "reasoning",  "content",
                                                      "tool_call", "refusal",    "transcript", "audio",
                                                      "image",     "usage",      "done",       "error"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string_view to_string(RecordClass klass) noexcept {
  return kClasses.at(static_cast<std::size_t>(klass));
}

std::optional<RecordClass> parse_record_class(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kClasses.size(); ++i) {
    if (kClasses[i] == name) return static_cast<RecordClass>(i);
  }
  return std::nullopt;
}

Place::Place() = default;
Record::Record() = default;
SessionFact::SessionFact() = default;
ConnectionFact::ConnectionFact() = default;
TransportFact::TransportFact() = default;

}  // namespace aitb::inline v1
