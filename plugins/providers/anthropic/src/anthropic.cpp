#include "anthropic.hpp"

#include "answer_reader.hpp"
#include "request_body.hpp"
#include "service/event_reader.hpp"
#include "service/prompt.hpp"
#include "service/response.hpp"
#include "service/url.hpp"

namespace anthropic {
namespace {

/// Both "https://api.anthropic.com" and "…/v1" are in use as base URLs.
std::string messages_path(std::string base_url) {
  while (base_url.ends_with('/')) base_url.pop_back();
  return base_url.ends_with("/v1") ? "/messages" : "/v1/messages";
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all.append(all.empty() ? "" : ",").append(word);
  return all;
}

}  // namespace

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return service::with_connection(
      service::field_list(
          field("base_url", o.base_url, "URL of the API, with or without /v1").url(),
          field("api_key", o.api_key, "Key, usually ${ANTHROPIC_API_KEY}; empty sends none")
              .secret()
              .example("${ANTHROPIC_API_KEY}"),
          field("version", o.version, "Sent as anthropic-version").not_empty(),
          field("beta", o.beta, "Sent as anthropic-beta"),
          field("max_tokens", o.max_tokens,
                "Longest answer in tokens where the scenario names none: the API wants a limit")
              .min(1),
          field("thinking", o.thinking, "Think before answering; empty: do not ask for it")
              .choices({"", "enabled", "adaptive", "disabled"}),
          field("thinking_budget", o.thinking_budget, "Tokens for thinking: enabled; less than max_tokens")
              .min(1024),
          field("headers", o.headers, "Further request headers"),
          field("extra", o.extra, "Further members of every request body")),
      o.connection);
}

Anthropic::Anthropic(Options options, aitb::Context& context)
    : options_(std::move(options)),
      peer_(service::service_name(options_.base_url), options_.api_key),
      url_(service::endpoint_url(options_.base_url, messages_path(options_.base_url), {})),
      client_(service::make_client(options_.connection, context)) {}

aitb::HttpRequest Anthropic::http_request(const aitb::ChatRequest& request) const {
  aitb::HttpRequest http("POST", url_, request_body(request, options_), "application/json");
  http.headers.set("Accept", request.stream ? "text/event-stream" : "application/json");
  http.headers.set("User-Agent", "aitb/0.1");
  http.headers.set("anthropic-version", options_.version);
  if (!options_.beta.empty()) http.headers.set("anthropic-beta", joined(options_.beta));
  if (!options_.api_key.empty()) http.headers.set("x-api-key", options_.api_key);
  for (const auto& [name, value] : options_.headers) http.headers.set(name, value);
  return http;
}

aitb::task<> Anthropic::send(aitb::ChatRequest request, aitb::Exchange& out) {
  const bool stream = request.stream;
  aitb::HttpRequest http = http_request(request);
  out.request(service::prompt_text(request), service::content_bytes(request));
  request = aitb::ChatRequest();  // a waiting stream should not hold the conversation twice
  aitb::HttpResponse response = co_await client_->send(std::move(http), out);
  const std::string_view request_id = response.headers.get("request-id");
  if (!request_id.empty()) out.note("request_id", request_id);
  if (response.status != 200) {
    const std::string body = co_await service::error_body(response);
    throw service::http_failure(peer_, response.status, response.headers, body);
  }
  AnswerReader reader(out);
  if (!service::is_event_stream(response, stream)) {
    const std::string body = co_await response.text();
    reader.whole(service::parsed_answer(body, scratch_, peer_), peer_);
    co_return;
  }
  service::EventDecoder::Each each = [&reader](std::string_view type, const boost::json::object& event) {
    reader.event(type, event);
  };
  service::EventDecoder decoder(out, scratch_, peer_, std::move(each));
  co_await service::read_events(response, decoder);
  if (!reader.ended()) throw decoder.cut_off("message_stop");
}

}  // namespace anthropic
