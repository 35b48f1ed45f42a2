#include "@NAME@.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace @NAMESPACE@ {
namespace {

std::string body_of(const aitb::ChatRequest& request) {
  boost::json::array messages;
  for (const aitb::Message& message : request.messages) {
    boost::json::object one;
    one["role"] = aitb::to_string(message.role);
    one["text"] = message.text();
    messages.push_back(std::move(one));
  }
  boost::json::object body;
  body["model"] = request.model;
  body["messages"] = std::move(messages);
  return boost::json::serialize(body);
}

/// Reports one line; true if it was the last one.
bool take_line(std::string_view line, aitb::Exchange& out) {
  boost::system::error_code bad;
  const boost::json::value value = boost::json::parse(line, bad);
  if (bad || !value.is_object())
    throw aitb::Error(aitb::ErrorKind::protocol, "reading the answer: a line is no JSON object");
  const boost::json::object& object = value.as_object();
  if (const auto* text = object.if_contains("text"); text != nullptr && text->is_string())
    out.delta(aitb::Channel::answer, text->as_string());
  const auto* end = object.if_contains("end");
  if (end == nullptr) return false;
  if (end->is_string()) out.finish_reason(end->as_string());
  out.done();
  return true;
}

}  // namespace

aitb::FieldTable fields(@CLASS@::Options& options) {
  using aitb::field;
  return aitb::fields(field("base_url", options.base_url, "URL that /chat is appended to").url(),
                      field("api_key", options.api_key, "Key of the service, usually ${@ENV@_API_KEY}").secret());
}

@CLASS@::@CLASS@(Options options, aitb::Context& context)
    : options_(std::move(options)), client_(context.net.http(aitb::HttpOptions())) {}

// "Name it, then move it": a statement with co_await has no braces and no lambda in it (docs/coding-style.md).
aitb::task<> @CLASS@::send(aitb::ChatRequest request, aitb::Exchange& out) {
  aitb::HttpRequest http("POST", options_.base_url + "/chat", body_of(request), "application/json");
  if (!options_.api_key.empty()) http.headers.set("Authorization", "Bearer " + options_.api_key);
  out.request("chat " + request.model, http.body.size());
  aitb::HttpResponse response = co_await client_->send(std::move(http), out);
  if (response.status != 200) {
    const std::string said = co_await response.text();
    throw aitb::http_error(response.status, response.headers, "@NAME@", said);
  }
  std::string unread;
  bool ended = false;
  while (true) {
    const std::optional<aitb::BodyBlock> block = co_await response.read();
    if (!block) break;
    unread += block->data;
    for (std::size_t end = 0; (end = unread.find('\n')) != unread.npos; unread.erase(0, end + 1))
      ended = take_line(std::string_view(unread).substr(0, end), out) || ended;
  }
  if (!ended) throw aitb::Error(aitb::ErrorKind::protocol, "reading the answer: it stopped before its end line");
}

}  // namespace @NAMESPACE@
