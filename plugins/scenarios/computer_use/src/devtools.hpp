// The DevTools protocol: commands with ids over a WebSocket, events in between.
#pragma once
#include <aitb/websocket.hpp>

#include <boost/json/object.hpp>
#include <memory>
#include <string>

namespace computer_use {

/// [lane] One command at a time. Dialogs that a page opens are accepted, as nobody sits there to do it.
class DevTools {
 public:
  explicit DevTools(std::unique_ptr<aitb::WebSocket> socket);
  /// From now on commands go to this page.
  void talk_to(std::string session) { session_ = std::move(session); }
  /// The command's result. Throws Error(tool_failure) with what the browser says.
  aitb::task<boost::json::object> call(std::string method, boost::json::object params);

 private:
  aitb::task<> say(std::string method, boost::json::object params);

  std::unique_ptr<aitb::WebSocket> socket_;
  std::string session_;
  std::int64_t last_id_ = 0;
};

}  // namespace computer_use
