#include "actions.hpp"

#include <aitb/error.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "service/json_read.hpp"

namespace computer_use {
namespace json = boost::json;

using aitb::Error;
using aitb::ErrorKind;

namespace {

double coordinate(const json::object& action, std::string_view key) {
  const json::value* value = action.if_contains(key);
  if (value == nullptr || !value->is_number())
    throw Error(ErrorKind::tool_failure,
                "doing " + action_type(action) + ": the model gave no number for '" + std::string(key) + "'");
  return value->to_number<double>();
}

double coordinate_or(const json::object& action, std::string_view key, double otherwise) {
  const json::value* value = action.if_contains(key);
  return value != nullptr && value->is_number() ? value->to_number<double>() : otherwise;
}

struct Button {
  std::string name;
  int bit;
};

Button button_of(const json::object& action) {
  const std::string_view given = service::text_at(action, "button");
  if (given == "right") return {"right", 2};
  if (given == "wheel" || given == "middle") return {"middle", 4};
  return {"left", 1};
}

aitb::task<> click(Browser& browser, double x, double y, std::string button, int bit, int clicks) {
  aitb::task<> moving = browser.mouse("mouseMoved", x, y, "none", 0, 0);
  co_await std::move(moving);
  for (int count = 1; count <= clicks; ++count) {
    aitb::task<> pressing = browser.mouse("mousePressed", x, y, button, bit, count);
    co_await std::move(pressing);
    aitb::task<> releasing = browser.mouse("mouseReleased", x, y, button, 0, count);
    co_await std::move(releasing);
  }
}

std::vector<std::pair<double, double>> path_of(const json::object& action) {
  std::vector<std::pair<double, double>> points;
  if (const json::array* path = service::array_at(action, "path")) {
    for (const json::value& each : *path) {
      if (const json::object* point = each.if_object()) {
        points.emplace_back(coordinate(*point, "x"), coordinate(*point, "y"));
      } else if (each.is_array() && each.get_array().size() == 2 && each.get_array()[0].is_number() &&
                 each.get_array()[1].is_number()) {
        points.emplace_back(each.get_array()[0].to_number<double>(), each.get_array()[1].to_number<double>());
      }
    }
  }
  if (points.size() < 2)
    throw Error(ErrorKind::tool_failure, "doing drag: the model gave no path of two points or more");
  return points;
}

aitb::task<> drag(Browser& browser, std::vector<std::pair<double, double>> path) {
  aitb::task<> moving = browser.mouse("mouseMoved", path[0].first, path[0].second, "none", 0, 0);
  co_await std::move(moving);
  aitb::task<> pressing = browser.mouse("mousePressed", path[0].first, path[0].second, "left", 1, 1);
  co_await std::move(pressing);
  for (std::size_t i = 1; i < path.size(); ++i) {
    aitb::task<> pulling = browser.mouse("mouseMoved", path[i].first, path[i].second, "left", 1, 0);
    co_await std::move(pulling);
  }
  aitb::task<> releasing =
      browser.mouse("mouseReleased", path.back().first, path.back().second, "left", 0, 1);
  co_await std::move(releasing);
}

std::vector<std::string> keys_of(const json::object& action) {
  std::vector<std::string> keys;
  if (const json::array* given = service::array_at(action, "keys"))
    for (const json::value& key : *given) keys.emplace_back(service::text_of(key));
  if (keys.empty()) throw Error(ErrorKind::tool_failure, "doing keypress: the model gave no keys");
  return keys;
}

aitb::task<> pointing(Browser& browser, std::string type, json::object action) {
  const double x = coordinate(action, "x"), y = coordinate(action, "y");
  if (type == "move") {
    aitb::task<> moving = browser.mouse("mouseMoved", x, y, "none", 0, 0);
    co_await std::move(moving);
    co_return;
  }
  if (type == "scroll") {
    const double by_x = coordinate_or(action, "scroll_x", 0), by_y = coordinate_or(action, "scroll_y", 0);
    aitb::task<> scrolling = browser.scroll(x, y, by_x, by_y);
    co_await std::move(scrolling);
    co_return;
  }
  const std::string_view word = service::text_at(action, "button");
  if (type == "click" && (word == "back" || word == "forward")) {
    aitb::task<> going = browser.go_back(word == "back" ? 1 : -1);
    co_await std::move(going);
    co_return;
  }
  Button button = button_of(action);
  if (type == "right_click") button.name = "right", button.bit = 2;
  const int clicks = type == "double_click" ? 2 : 1;
  aitb::task<> clicking = click(browser, x, y, button.name, button.bit, clicks);
  co_await std::move(clicking);
}

std::string shortened(std::string_view text) {
  std::size_t end = std::min<std::size_t>(text.size(), 80);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::to_string(text.size()) + " characters: " + std::string(text.substr(0, end));
}

}  // namespace

std::string action_type(const json::object& action) { return std::string(service::text_at(action, "type")); }

std::string summary(const json::object& action) {
  const std::string type = action_type(action);
  if (type == "type") return "type " + shortened(service::text_at(action, "text"));
  json::object rest;
  for (const auto& [key, value] : action)
    if (key != "type") rest.emplace(key, value);
  return rest.empty() ? type : type + " " + json::serialize(rest).substr(0, 200);
}

aitb::task<> perform(Browser& browser, aitb::Clock& clock, json::object action) {
  const std::string type = action_type(action);
  if (type == "screenshot") co_return;
  if (type == "wait") {
    const double seconds = std::min(coordinate_or(action, "ms", 1000) / 1000, 30.0);
    aitb::task<> waiting = clock.sleep_for(aitb::from_seconds(seconds));
    co_await std::move(waiting);
  } else if (type == "type") {
    std::string text(service::text_at(action, "text"));
    aitb::task<> typing = browser.type(std::move(text));
    co_await std::move(typing);
  } else if (type == "keypress") {
    std::vector<std::string> keys = keys_of(action);
    aitb::task<> pressing = browser.press(std::move(keys));
    co_await std::move(pressing);
  } else if (type == "drag") {
    std::vector<std::pair<double, double>> path = path_of(action);
    aitb::task<> dragging = drag(browser, std::move(path));
    co_await std::move(dragging);
  } else if (type == "navigate" || type == "goto") {
    std::string url(service::text_at(action, "url"));
    aitb::task<> going = browser.navigate(std::move(url));
    co_await std::move(going);
  } else if (type == "click" || type == "double_click" || type == "right_click" || type == "move" ||
             type == "scroll") {
    aitb::task<> pointed = pointing(browser, type, std::move(action));
    co_await std::move(pointed);
  } else {
    throw Error(ErrorKind::tool_failure,
                "doing what the model asked: there is no action '" + type.substr(0, 40) + "'");
  }
}

}  // namespace computer_use
