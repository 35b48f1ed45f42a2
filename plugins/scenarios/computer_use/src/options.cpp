#include "options.hpp"

namespace computer_use {
namespace json = boost::json;
using aitb::field;

namespace {

// The host reads x-prerequisite: without a browser the scenario is skipped with that reason.
aitb::Field browser_field(std::string& member) {
  json::object schema;
  schema["type"] = "string";
  schema["x-prerequisite"] = "browser";
  return aitb::Field("browser", "Program of the browser; empty: the Chromium in PATH", std::move(schema),
                     json::value(member),
                     [&member](const json::value& value) { member = value.as_string(); });
}

}  // namespace

aitb::FieldTable fields(Viewport& o) {
  return aitb::fields(field("width", o.width, "Pixels across").range(64, 7680),
                      field("height", o.height, "Pixels down").range(64, 4320));
}

aitb::FieldTable fields(Options& o) {
  return aitb::fields(
      field("model", o.model, "Model to ask").not_empty(),
      field("prompts", o.prompts, "Tasks, one a turn; the browser stays open between them").not_empty(),
      field("system_prompt", o.system_prompt, "Lasting instructions; empty: none"),
      field("max_steps", o.max_steps, "At most that many requests to the model a prompt").min(1),
      field("execution_backend", o.execution_backend,
            "What drives the page: Chromium over its DevTools protocol, which is what playwright does too")
          .choices({"chromium", "playwright"}),
      field("environment", o.environment, "What the model is told that it looks at").choices({"browser"}),
      field("viewport", o.viewport, "Size of the page on the screen"),
      field("start_url", o.start_url, "Page that is open at the beginning").not_empty(),
      field("full_page_screenshot", o.full_page_screenshot,
            "Show the model the whole page, not only what the viewport holds"),
      field("navigation_timeout_ms", o.navigation_timeout, "Longest wait for a page to load").min(1),
      field("wait_after_action_ms", o.wait_after_action,
            "Pause before the screenshot, for the page to settle")
          .min(0),
      field("safety_checks", o.safety_checks, "What to do with a pending safety check of the model")
          .choices({"acknowledge", "stop"}),
      browser_field(o.browser));
}

}  // namespace computer_use
