#include "read_items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include <sim_kit/json_read.hpp>
#include "check.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;
using sim_kit::array_in;
using sim_kit::Ask;
using sim_kit::PartKind;
using sim_kit::Role;
using sim_kit::text_in;

constexpr std::int64_t kImage = 765, kScreenshot = 1105;

class Items {
 public:
  explicit Items(Ask& ask) : ask_(ask) {}

  void read(const json::value& value, std::size_t index) {
    const std::string path = fmt::format("input[{}]", index);
    const json::object* item = value.if_object();
    if (item == nullptr) throw wrong_type(path, "an object", value);
    const std::string_view type = text_in(*item, "type");
    if (type.empty() || type == "message") {
      message(*item, path);
    } else if (type == "function_call" || type == "custom_tool_call") {
      call(*item, text_in(*item, "name"), text_in(*item, type == "function_call" ? "arguments" : "input"),
           "function call");
    } else if (type == "computer_call") {
      call(*item, "computer", {}, "computer call");
      if (const json::array* checks = array_in(*item, "pending_safety_checks")) {
        for (const json::value& check : *checks) {
          if (check.is_object()) unacknowledged_.push_back(text_in(check.get_object(), "id"));
        }
      }
    } else if (type == "function_call_output" || type == "custom_tool_call_output") {
      answer(*item, path, "function call");
    } else if (type == "computer_call_output") {
      screenshot(*item, path);
    } else if (type != "reasoning" && type != "item_reference") {
      throw wrong_value(path + ".type", type,
                        {"message", "function_call", "function_call_output", "computer_call",
                         "computer_call_output", "reasoning", "item_reference"});
    }
  }

  void expect_answered() const {
    if (!open_.empty())
      throw bad_request("", "input",
                        fmt::format("No tool output found for {} {}.", open_.front().kind, open_.front().id));
    if (!unacknowledged_.empty()) {
      throw bad_request("", "input",
                        fmt::format("The safety check {} of a computer call was not acknowledged. Send it in "
                                    "acknowledged_safety_checks of the computer_call_output to go on.",
                                    unacknowledged_.front()));
    }
  }

 private:
  struct Open {
    std::string_view id;
    const char* kind;
  };

  void message(const json::object& item, const std::string& path) {
    const std::string_view role = view(needed_string(item, "role", path + ".role"));
    if (role != "user" && role != "assistant" && role != "system" && role != "developer")
      throw wrong_value(path + ".role", role, {"assistant", "system", "developer", "user"});
    ask_.begin_turn(role == "user" ? Role::user : role == "assistant" ? Role::assistant : Role::system);
    const json::value* content = sim_kit::member(item, "content");
    if (content == nullptr) throw missing(path + ".content");
    if (content->is_string()) {
      ask_.add(PartKind::text, view(content->get_string()));
      return;
    }
    if (!content->is_array())
      throw wrong_type(path + ".content", "one of a string or array of objects", *content);
    for (const json::value& part : content->get_array()) {
      if (!part.is_object()) throw wrong_type(path + ".content", "an object", part);
      const json::object& object = part.get_object();
      const std::string_view type = text_in(object, "type");
      if (type == "input_text" || type == "output_text" || type == "refusal") {
        ask_.add(PartKind::text, text_in(object, type == "refusal" ? "refusal" : "text"));
      } else if (type == "input_image" || type == "input_file" || type == "input_audio") {
        ask_.add(PartKind::media).tokens = kImage;
      } else {
        throw wrong_value(path + ".content[0].type", type,
                          {"input_text", "input_image", "output_text", "refusal", "input_file"});
      }
    }
  }

  void call(const json::object& item, std::string_view name, std::string_view arguments, const char* kind) {
    ask_.begin_turn(Role::assistant);
    sim_kit::Part& part = ask_.add(PartKind::call, arguments);
    part.name = name;
    part.id = text_in(item, "call_id");
    open_.push_back(Open{part.id, kind});
  }

  sim_kit::Part& answer(const json::object& item, const std::string& path, const char* kind) {
    const std::string_view id = view(needed_string(item, "call_id", path + ".call_id"));
    const auto open = std::find_if(open_.begin(), open_.end(), [&](const Open& one) { return one.id == id; });
    if (open == open_.end()) {
      throw bad_request("", "input",
                        fmt::format("No tool call found for {} output with call_id {}.", kind, id));
    }
    open_.erase(open);
    std::string_view text = text_in(item, "output");
    if (const json::array* parts = array_in(item, "output")) {
      std::string joined;
      for (const json::value& part : *parts) {
        if (part.is_object()) joined += text_in(part.get_object(), "text");
      }
      text = ask_.keep(std::move(joined));
    }
    if (!ask_.tool_result_last()) ask_.begin_turn(Role::tool);
    sim_kit::Part& part = ask_.add(PartKind::result, text);
    part.id = id;
    return part;
  }

  void screenshot(const json::object& item, const std::string& path) {
    const json::object* output = sim_kit::object_in(item, "output");
    if (output == nullptr) throw missing(path + ".output");
    if (text_in(*output, "type") != "computer_screenshot")
      throw wrong_value(path + ".output.type", text_in(*output, "type"), {"computer_screenshot"});
    if (text_in(*output, "image_url").empty() && text_in(*output, "file_id").empty())
      throw missing(path + ".output.image_url");
    answer(item, path, "computer call").tokens = kScreenshot;
    if (const json::array* checks = array_in(item, "acknowledged_safety_checks")) {
      for (const json::value& check : *checks) {
        if (check.is_object()) std::erase(unacknowledged_, text_in(check.get_object(), "id"));
      }
    }
  }

  Ask& ask_;
  std::vector<Open> open_;
  std::vector<std::string_view> unacknowledged_;
};

}  // namespace

void read_items(const json::array& items, Ask& ask) {
  if (items.empty()) throw bad_request("empty_array", "input", "Invalid 'input': empty array.");
  Items reader(ask);
  for (std::size_t i = 0; i < items.size(); ++i) reader.read(items[i], i);
  reader.expect_answered();
}

}  // namespace openai_simulator
