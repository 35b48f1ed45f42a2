#include "browser.hpp"

#include <unistd.h>

#include <aitb/error.hpp>
#include <algorithm>
#include <fstream>

#include "keys.hpp"
#include "service/base64.hpp"
#include "service/json_read.hpp"

namespace computer_use {
namespace json = boost::json;

using aitb::Error;
using aitb::ErrorKind;

namespace {

constexpr std::chrono::seconds start_within(20);
constexpr std::chrono::milliseconds look_every(20);
constexpr std::size_t longest_tmpdir = 50;

bool runs(const std::filesystem::path& file) { return ::access(file.c_str(), X_OK) == 0; }

std::string find_browser(const std::string& given) {
  if (!given.empty()) return given;
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"})
    for (const char* folder : {"/usr/local/bin", "/usr/bin", "/bin", "/snap/bin"})
      if (const auto file = std::filesystem::path(folder) / name; runs(file)) return file.string();
  return "chromium";  // the process service says where it looked
}

double number_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_number() ? value->to_number<double>() : 0.0;
}

std::vector<std::string> command_line(const Options& options, const std::filesystem::path& profile) {
  std::vector<std::string> command{find_browser(options.browser),
                                   "--headless=new",
                                   "--remote-debugging-port=0",
                                   "--user-data-dir=" + profile.string(),
                                   "--window-size=" + std::to_string(options.viewport.width) + "," +
                                       std::to_string(options.viewport.height),
                                   "--no-first-run",
                                   "--no-default-browser-check",
                                   "--disable-gpu",
                                   "--disable-dev-shm-usage",
                                   "--disable-extensions",
                                   "--disable-background-networking",
                                   "--disable-component-update",
                                   "--disable-default-apps",
                                   "--disable-sync",
                                   "--disable-breakpad",
                                   "--no-pings",
                                   "--mute-audio",
                                   "--password-store=basic"};
  // Chromium ends at once when root starts it with its sandbox, which is made of an ordinary user's rights.
  if (::geteuid() == 0) command.emplace_back("--no-sandbox");
  command.emplace_back("about:blank");
  return command;
}

}  // namespace

Browser::Browser(aitb::Context& context, const Options& options) : context_(context), options_(options) {}

aitb::task<std::string> Browser::devtools_url() {
  const std::filesystem::path file = profile_.path() / "DevToolsActivePort";
  const aitb::Instant until = context_.clock.now() + start_within;
  while (context_.clock.now() < until) {
    std::ifstream in(file);
    std::string port, path;
    if (in && std::getline(in, port) && std::getline(in, path)) co_return "ws://127.0.0.1:" + port + path;
    aitb::task<> waiting = context_.clock.sleep_for(look_every);
    co_await std::move(waiting);
  }
  throw Error(ErrorKind::tool_failure,
              "starting the browser: it offered no DevTools port within 20 s; its messages are in log.txt");
}

aitb::task<json::object> Browser::call(std::string method, json::object params) {
  return devtools_->call(std::move(method), std::move(params));
}

aitb::task<> Browser::open() {
  aitb::ProcessOptions process;
  process.command = command_line(options_, profile_.path());
  const std::string profile = profile_.path().string();
  process.environment["HOME"] = profile;
  // It makes a folder with a Unix socket there, which stays if the browser is killed; the socket's path has
  // 107 bytes.
  if (profile.size() <= longest_tmpdir) process.environment["TMPDIR"] = profile;
  process.label = "browser";
  process_ = context_.net.process(std::move(process));
  aitb::task<std::string> finding = devtools_url();
  aitb::WsConnectRequest request;
  request.url = co_await std::move(finding);
  request.max_message = 256u << 20;
  aitb::task<std::unique_ptr<aitb::WebSocket>> connecting =
      context_.net.websocket(std::move(request), aitb::no_tap());
  std::unique_ptr<aitb::WebSocket> socket = co_await std::move(connecting);
  devtools_ = std::make_unique<DevTools>(std::move(socket));

  json::object page;
  page["url"] = "about:blank";
  aitb::task<json::object> creating = call("Target.createTarget", std::move(page));
  const json::object target = co_await std::move(creating);
  json::object attach;
  attach["targetId"] = target.at("targetId");
  attach["flatten"] = true;
  aitb::task<json::object> attaching = call("Target.attachToTarget", std::move(attach));
  const json::object attached = co_await std::move(attaching);
  devtools_->talk_to(std::string(service::text_at(attached, "sessionId")));
  json::object none;
  aitb::task<json::object> enabling = call("Page.enable", std::move(none));
  co_await std::move(enabling);
  json::object size;
  size["width"] = options_.viewport.width;
  size["height"] = options_.viewport.height;
  size["deviceScaleFactor"] = 1;
  size["mobile"] = false;
  aitb::task<json::object> sizing = call("Emulation.setDeviceMetricsOverride", std::move(size));
  co_await std::move(sizing);
  std::string start = options_.start_url;
  aitb::task<> going = navigate(std::move(start));
  co_await std::move(going);
}

aitb::task<> Browser::navigate(std::string url) {
  json::object where;
  where["url"] = url;
  aitb::task<json::object> going = call("Page.navigate", std::move(where));
  const json::object result = co_await std::move(going);
  const std::string_view failure = service::text_at(result, "errorText");
  if (!failure.empty())
    throw Error(ErrorKind::tool_failure, "opening " + url + ": the browser says: " + std::string(failure));
  aitb::task<> waiting = loaded();
  co_await std::move(waiting);
}

aitb::task<> Browser::loaded() {
  const aitb::Instant until = context_.clock.now() + options_.navigation_timeout;
  while (true) {
    aitb::task<json::value> asking = evaluate("document.readyState");
    const json::value state = co_await std::move(asking);
    if (state == json::value("complete")) co_return;
    if (context_.clock.now() >= until)
      throw Error(ErrorKind::timeout, "loading a page: it is not complete within navigation_timeout_ms");
    aitb::task<> waiting = context_.clock.sleep_for(look_every);
    co_await std::move(waiting);
  }
}

aitb::task<json::value> Browser::evaluate(std::string expression) {
  json::object params;
  params["expression"] = expression;
  params["returnByValue"] = true;
  aitb::task<json::object> asking = call("Runtime.evaluate", std::move(params));
  const json::object answer = co_await std::move(asking);
  const json::object* result = service::object_at(answer, "result");
  json::value value;
  if (result != nullptr && result->contains("value")) value = result->at("value");
  co_return value;
}

aitb::task<std::string> Browser::current_url() {
  aitb::task<json::value> asking = evaluate("location.href");
  const json::value url = co_await std::move(asking);
  co_return std::string(service::text_of(url));
}

aitb::task<std::string> Browser::screenshot() {
  json::object params;
  params["format"] = "png";
  if (options_.full_page_screenshot) {
    json::object none;
    aitb::task<json::object> measuring = call("Page.getLayoutMetrics", std::move(none));
    const json::object metrics = co_await std::move(measuring);
    const json::object* size = service::object_at(metrics, "cssContentSize");
    json::object clip;
    clip["x"] = 0;
    clip["y"] = 0;
    clip["width"] =
        std::max<double>(size != nullptr ? number_at(*size, "width") : 0.0, options_.viewport.width);
    clip["height"] =
        std::max<double>(size != nullptr ? number_at(*size, "height") : 0.0, options_.viewport.height);
    clip["scale"] = 1;
    params["clip"] = std::move(clip);
    params["captureBeyondViewport"] = true;
  }
  aitb::task<json::object> taking = call("Page.captureScreenshot", std::move(params));
  const json::object shot = co_await std::move(taking);
  const std::vector<std::byte> png = service::decode_base64(service::text_at(shot, "data"));
  std::string bytes(reinterpret_cast<const char*>(png.data()), png.size());
  co_return bytes;
}

aitb::task<std::pair<double, double>> Browser::in_viewport(double x, double y) {
  std::pair<double, double> place(x, y);
  if (!options_.full_page_screenshot) co_return place;
  const std::string at = std::to_string(x) + ", py = " + std::to_string(y);
  std::string expression =
      "(() => { const px = " + at +
      "; if (px < scrollX || px >= scrollX + innerWidth || py < scrollY || py >= scrollY + "
      "innerHeight) scrollTo(Math.max(0, px - innerWidth / 2), Math.max(0, py - innerHeight / "
      "2)); return [px - scrollX, py - scrollY]; })()";
  aitb::task<json::value> asking = evaluate(std::move(expression));
  const json::value found = co_await std::move(asking);
  if (found.is_array() && found.get_array().size() == 2) {
    place.first = found.get_array()[0].to_number<double>();
    place.second = found.get_array()[1].to_number<double>();
  }
  co_return place;
}

aitb::task<> Browser::mouse(std::string type, double x, double y, std::string button, int buttons,
                            int clicks) {
  aitb::task<std::pair<double, double>> placing = in_viewport(x, y);
  const std::pair<double, double> place = co_await std::move(placing);
  json::object event;
  event["type"] = type;
  event["x"] = place.first;
  event["y"] = place.second;
  event["button"] = button;
  event["buttons"] = buttons;
  event["clickCount"] = clicks;
  aitb::task<json::object> sending = call("Input.dispatchMouseEvent", std::move(event));
  co_await std::move(sending);
}

aitb::task<> Browser::scroll(double x, double y, double by_x, double by_y) {
  aitb::task<std::pair<double, double>> placing = in_viewport(x, y);
  const std::pair<double, double> place = co_await std::move(placing);
  json::object event;
  event["type"] = "mouseWheel";
  event["x"] = place.first;
  event["y"] = place.second;
  event["deltaX"] = by_x;
  event["deltaY"] = by_y;
  aitb::task<json::object> sending = call("Input.dispatchMouseEvent", std::move(event));
  co_await std::move(sending);
}

aitb::task<> Browser::type(std::string text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) {
      json::object params;
      params["text"] = text.substr(at, end - at);
      aitb::task<json::object> inserting = call("Input.insertText", std::move(params));
      co_await std::move(inserting);
    }
    if (end < text.size()) {
      std::vector<std::string> enter;
      enter.emplace_back("ENTER");
      aitb::task<> pressing = press(std::move(enter));
      co_await std::move(pressing);
    }
    at = end + 1;
  }
}

aitb::task<> Browser::press(std::vector<std::string> keys) {
  const std::vector<json::object> events = key_events(keys);
  for (const json::object& event : events) {
    json::object params = event;
    aitb::task<json::object> sending = call("Input.dispatchKeyEvent", std::move(params));
    co_await std::move(sending);
  }
}

aitb::task<> Browser::go_back(int steps) {
  std::string expression = "history.go(" + std::to_string(-steps) + ")";
  aitb::task<json::value> going = evaluate(std::move(expression));
  co_await std::move(going);
  aitb::task<> pausing = context_.clock.sleep_for(look_every);
  co_await std::move(pausing);
  aitb::task<> waiting = loaded();
  co_await std::move(waiting);
}

}  // namespace computer_use
