// What YAML says of a computer_use scenario.
#pragma once
#include <aitb/config.hpp>

#include <string>
#include <vector>

namespace computer_use {

struct Viewport {
  int width = 1280, height = 720;
};
aitb::FieldTable fields(Viewport& viewport);

struct Options {
  std::string model = "computer-use-preview";
  std::vector<std::string> prompts{"Describe the page that is open."};
  std::string system_prompt;
  int max_steps = 15;
  std::string execution_backend = "chromium", environment = "browser";
  Viewport viewport;
  std::string start_url = "about:blank";
  bool full_page_screenshot = true;
  aitb::Duration navigation_timeout = std::chrono::seconds(30);
  aitb::Duration wait_after_action = std::chrono::milliseconds(250);
  std::string safety_checks = "stop";
  std::string browser;
};

aitb::FieldTable fields(Options& options);

}  // namespace computer_use
