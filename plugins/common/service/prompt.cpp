#include "service/prompt.hpp"

#include "service/base64.hpp"

namespace service {

std::string prompt_text(const aitb::ChatRequest& request) {
  std::string text;
  for (const aitb::Message& message : request.messages) {
    if (!text.empty()) text += '\n';
    text += message.text();
    for (const aitb::Part& part : message.parts) {
      if (part.kind != aitb::MediaKind::text) text.append("[").append(to_string(part.kind)).append("]");
    }
  }
  return text;
}

std::size_t content_bytes(const aitb::ChatRequest& request) {
  std::size_t bytes = 0;
  for (const aitb::Message& message : request.messages) {
    for (const aitb::Part& part : message.parts)
      bytes += part.text.size() + part.bytes.size() + part.url.size();
    for (const aitb::ToolCall& call : message.tool_calls) bytes += call.name.size() + call.arguments.size();
  }
  return bytes;
}

std::string data_url(const aitb::Part& part) {
  std::string url = "data:" + part.media_type + ";base64,";
  append_base64(url, part.bytes);
  return url;
}

}  // namespace service
