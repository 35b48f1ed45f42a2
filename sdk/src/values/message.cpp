#include <aitb/message.hpp>

#include <array>

namespace aitb::inline v1 {

std::string_view to_string(Role role) noexcept {
  constexpr std::array<std::string_view, 5> names = {"system", "developer", "user", "assistant", "tool"};
  return names.at(static_cast<std::size_t>(role));
}

std::string_view to_string(MediaKind kind) noexcept {
  constexpr std::array<std::string_view, 5> names = {"text", "image", "audio", "video", "document"};
  return names.at(static_cast<std::size_t>(kind));
}

Part::Part() = default;
Part::Part(std::string text_) : text(std::move(text_)) {}
Part::Part(MediaKind kind_, std::string media_type_, std::string bytes_)
    : kind(kind_), media_type(std::move(media_type_)), bytes(std::move(bytes_)) {}
Part Part::from_url(MediaKind kind, std::string media_type, std::string url) {
  Part part(kind, std::move(media_type), {});
  part.url = std::move(url);
  return part;
}

ToolCall::ToolCall() = default;
ToolCall::ToolCall(std::string id_, std::string name_, std::string arguments_)
    : id(std::move(id_)), name(std::move(name_)), arguments(std::move(arguments_)) {}

ToolSpec::ToolSpec() = default;
ToolSpec::ToolSpec(std::string name_, std::string description_, boost::json::value parameters_)
    : name(std::move(name_)), description(std::move(description_)), parameters(std::move(parameters_)) {}

Message::Message() = default;
Message::Message(Role role_, std::string text_) : role(role_) { parts.emplace_back(std::move(text_)); }
std::string Message::text() const {
  std::string all;
  for (const Part& part : parts) {
    if (part.kind == MediaKind::text) all += part.text;
  }
  return all;
}

Usage::Usage() = default;

ChatRequest::ChatRequest() = default;
ChatRequest::ChatRequest(std::string model_, std::vector<Message> messages_)
    : model(std::move(model_)), messages(std::move(messages_)) {}

}  // namespace aitb::inline v1
