#include "prompt_tokens.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <string_view>

namespace openai_simulator {
namespace {

namespace json = boost::json;

// Every role is one token of every encoding.
constexpr std::int64_t kMessage = 3, kRole = 1, kName = 1, kPriming = 3, kImageBase = 85, kImageTile = 170,
                       kImageTiles = 4;

class Count {
 public:
  explicit Count(const aitb::TokenCounter& counter) : counter_(counter) {}

  void text(const json::value* value) {
    if (value != nullptr && value->is_string()) {
      total +=
          static_cast<std::int64_t>(counter_.count({value->get_string().data(), value->get_string().size()}));
    }
  }

  void part(const json::object& part) {
    text(part.if_contains("text"));
    text(part.if_contains("refusal"));
    const json::value* image = part.if_contains("image_url");
    if (image == nullptr || !image->is_object()) return;
    const json::value* detail = image->get_object().if_contains("detail");
    const bool low = detail != nullptr && detail->is_string() && detail->get_string() == "low";
    total += low ? kImageBase : kImageBase + kImageTile * kImageTiles;
  }

  void content(const json::value* content) {
    text(content);
    if (content == nullptr || !content->is_array()) return;
    for (const json::value& one : content->get_array()) part(one.get_object());
  }

  void calls(const json::value* calls) {
    if (calls == nullptr || !calls->is_array()) return;
    for (const json::value& call : calls->get_array()) {
      for (const char* type : {"function", "custom"}) {
        const json::value* body = call.get_object().if_contains(type);
        if (body == nullptr || !body->is_object()) continue;
        for (const char* member : {"name", "arguments", "input"})
          text(body->get_object().if_contains(member));
      }
    }
  }

  void message(const json::object& message) {
    total += kMessage + kRole;
    content(message.if_contains("content"));
    calls(message.if_contains("tool_calls"));
    if (const json::value* name = message.if_contains("name")) {
      text(name);
      total += kName;
    }
  }

  void tools(const json::array& tools) {
    total += static_cast<std::int64_t>(counter_.count(json::serialize(tools)));
  }

  std::int64_t total = kPriming;

 private:
  const aitb::TokenCounter& counter_;
};

}  // namespace

std::int64_t prompt_tokens(const ChatCall& call, const aitb::TokenCounter& counter) {
  Count count(counter);
  for (const json::value& message : *call.messages) count.message(message.get_object());
  if (call.tools != nullptr && !call.tools->empty()) count.tools(*call.tools);
  return count.total;
}

}  // namespace openai_simulator
