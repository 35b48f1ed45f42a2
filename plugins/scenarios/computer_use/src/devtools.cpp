#include "devtools.hpp"

#include <aitb/error.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "service/json_read.hpp"

namespace computer_use {
namespace json = boost::json;

using aitb::Error;
using aitb::ErrorKind;

DevTools::DevTools(std::unique_ptr<aitb::WebSocket> socket) : socket_(std::move(socket)) {}

aitb::task<> DevTools::say(std::string method, json::object params) {
  json::object command;
  command["id"] = ++last_id_;
  command["method"] = method;
  command["params"] = std::move(params);
  if (!session_.empty()) command["sessionId"] = session_;
  std::string text = json::serialize(command);
  aitb::task<> sending = socket_->send(std::move(text));
  co_await std::move(sending);
}

aitb::task<json::object> DevTools::call(std::string method, json::object params) {
  aitb::task<> asking = say(method, std::move(params));
  co_await std::move(asking);
  const std::int64_t id = last_id_;
  while (true) {
    aitb::task<std::optional<aitb::WsMessage>> receiving = socket_->receive();
    const std::optional<aitb::WsMessage> message = co_await std::move(receiving);
    if (!message) throw Error(ErrorKind::tool_failure, method + ": the browser has closed the connection");
    boost::system::error_code failure;
    const json::value value = json::parse(message->data, failure);
    if (failure || !value.is_object())
      throw Error(ErrorKind::tool_failure, method + ": the browser sent no JSON");
    const json::object& object = value.get_object();
    if (service::text_at(object, "method") == "Page.javascriptDialogOpening") {
      json::object accept;
      accept["accept"] = true;
      std::string handle = "Page.handleJavaScriptDialog";
      aitb::task<> accepting = say(std::move(handle), std::move(accept));
      co_await std::move(accepting);
      continue;
    }
    if (service::integer_at(object, "id") != id) continue;
    if (const json::object* error = service::object_at(object, "error"))
      throw Error(ErrorKind::tool_failure,
                  method + ": the browser says: " + std::string(service::text_at(*error, "message")));
    const json::object* result = service::object_at(object, "result");
    json::object out;
    if (result != nullptr) out = *result;
    co_return out;
  }
}

}  // namespace computer_use
