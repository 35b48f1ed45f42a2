// A headless Chromium of one session: its process, its profile, and the page that the model looks at.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/temporary_folder.hpp>

#include <memory>
#include <string>

#include "devtools.hpp"
#include "options.hpp"

namespace computer_use {

/// [lane] The process and all its children end, and the profile goes, with the object.
class Browser {
 public:
  Browser(aitb::Context& context, const Options& options);

  /// Starts it, opens a page of the viewport's size and the start URL in it.
  aitb::task<> open();
  aitb::task<> navigate(std::string url);
  /// PNG bytes of the viewport or of the whole page.
  aitb::task<std::string> screenshot();
  aitb::task<std::string> current_url();

  // Coordinates are those of the screenshot.
  aitb::task<> mouse(std::string type, double x, double y, std::string button, int buttons, int clicks);
  aitb::task<> scroll(double x, double y, double by_x, double by_y);
  aitb::task<> type(std::string text);
  /// Keys held together, "CTRL" and "A".
  aitb::task<> press(std::vector<std::string> keys);
  aitb::task<> go_back(int steps);

 private:
  aitb::task<std::string> devtools_url();
  aitb::task<boost::json::object> call(std::string method, boost::json::object params);
  aitb::task<boost::json::value> evaluate(std::string expression);
  aitb::task<> loaded();
  /// Scrolls a point of the whole page into the viewport and gives its place there.
  aitb::task<std::pair<double, double>> in_viewport(double x, double y);

  aitb::Context& context_;
  const Options& options_;
  aitb::TemporaryFolder profile_;
  std::unique_ptr<aitb::Process> process_;  // before the connection: killed after it is closed
  std::unique_ptr<DevTools> devtools_;
};

}  // namespace computer_use
