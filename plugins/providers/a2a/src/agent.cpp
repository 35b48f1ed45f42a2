#include "agent.hpp"

#include <boost/json/parse.hpp>

#include "card.hpp"
#include "message.hpp"
#include "service/json_read.hpp"
#include "service/response.hpp"
#include "service/url.hpp"

namespace a2a {
namespace {

using aitb::Error;
using aitb::ErrorKind;

/// An HTTP refusal; A2A's servers put a JSON-RPC error into the body of some.
Error http_failure(const service::Peer& peer, int status, const aitb::Headers& headers,
                   const std::string& body) {
  boost::json::error_code failed;
  const boost::json::value parsed = boost::json::parse(body, failed);
  std::string message, code;
  const boost::json::object* object = failed ? nullptr : parsed.if_object();
  const boost::json::object* error = object != nullptr ? service::object_at(*object, "error") : nullptr;
  if (error != nullptr) {
    message = service::text_at(*error, "message");
    if (const auto number = service::integer_at(*error, "code")) code = std::to_string(*number);
  } else {
    message = body.empty() ? "an empty body" : peer.excerpt(body);
  }
  return aitb::http_error(status, headers, peer.service, peer.redact(message), code);
}

}  // namespace

Agent::Agent(const Options& options, aitb::HttpClient& client, aitb::Clock& clock, aitb::Random random,
             std::string card_url, std::string base_url)
    : options_(options),
      client_(client),
      clock_(clock),
      random_(random),
      card_url_(std::move(card_url)),
      rpc_url_(std::move(base_url)),
      peer_(service::service_name(card_url_), options.api_key) {}

void Agent::authorize(aitb::HttpRequest& request) const {
  request.headers.set("User-Agent", "aitb/0.1");
  if (!options_.api_key.empty()) request.headers.set("Authorization", "Bearer " + options_.api_key);
  for (const auto& [name, value] : options_.headers) request.headers.set(name, value);
}

aitb::HttpRequest Agent::post(std::string method, boost::json::object params, bool stream) {
  aitb::HttpRequest request("POST", rpc_url_, rpc_body(++requests_, method, std::move(params)),
                            "application/json");
  request.headers.set("Accept", stream ? "text/event-stream" : "application/json");
  authorize(request);
  return request;
}

aitb::task<boost::json::value> Agent::card(aitb::Exchange& out) {
  out.request("agent card", 0);
  aitb::HttpRequest request("GET", card_url_);
  request.headers.set("Accept", "application/json");
  authorize(request);
  aitb::HttpResponse response = co_await client_.send(std::move(request), out);
  if (response.status != 200) {
    const std::string body = co_await service::error_body(response);
    throw http_failure(peer_, response.status, response.headers, body);
  }
  const std::string body = co_await response.text(4u << 20u);
  boost::json::error_code failed;
  boost::json::value card = boost::json::parse(body, failed);
  if (failed) {
    throw Error(ErrorKind::protocol,
                "the agent card of " + peer_.service + " is not JSON: " + peer_.excerpt(body));
  }
  rpc_url_ = rpc_url(card, peer_.service);
  out.delta(aitb::Channel::answer, body);
  if (const boost::json::object* fields = card.if_object()) {
    out.note("agent", service::text_at(*fields, "name"));
    out.note("protocol_version", service::text_at(*fields, "protocolVersion"));
  }
  co_return card;
}

aitb::task<> Agent::ask(aitb::HttpRequest request, bool stream, EventReader& reader, aitb::Exchange& out) {
  aitb::HttpResponse response = co_await client_.send(std::move(request), out);
  if (response.status != 200) {
    const std::string body = co_await service::error_body(response);
    throw http_failure(peer_, response.status, response.headers, body);
  }
  if (!service::is_event_stream(response, stream)) {
    const std::string body = co_await response.text();
    reader.take(body);
    co_return;
  }
  aitb::SseParser parser;
  while (true) {
    const std::optional<aitb::BodyBlock> block = co_await response.read();
    if (!block) break;
    parser.feed(block->data, [&](const aitb::SseEvent& event) {
      if (event.is_comment) {
        out.keep_alive();
      } else if (!event.data.empty()) {
        reader.take(event.data);
      }
    });
  }
  if (!reader.over()) {
    throw Error(ErrorKind::protocol, peer_.service + " ended its stream before the task had ended" +
                                         (parser.partial() ? ", in the middle of an event" : ""));
  }
}

aitb::task<aitb::AgentReply> Agent::send(aitb::AgentRequest request, aitb::Exchange& out) {
  const bool stream = request.stream;
  out.request(prompt_text(request), content_bytes(request));
  EventReader reader(peer_, out);
  boost::json::object params = message_params(request, random_);
  aitb::HttpRequest first = post(stream ? "message/stream" : "message/send", std::move(params), stream);
  co_await ask(std::move(first), stream, reader, out);
  int looks = 0;
  while (!reader.over()) {  // an agent may go on in the background although asked to block
    co_await clock_.sleep_for(options_.poll_ms);
    if (reader.task_id().empty()) {
      throw Error(ErrorKind::protocol,
                  peer_.service + " answered with a task that has neither an end nor an id");
    }
    boost::json::object which;
    which["id"] = reader.task_id();
    aitb::HttpRequest look = post("tasks/get", std::move(which), false);
    ++looks;
    co_await ask(std::move(look), false, reader, out);
  }
  if (looks > 0) out.note("polls", std::to_string(looks));
  co_return reader.finish();
}

}  // namespace a2a
