#include "openai_dialect/api.hpp"

#include "openai_dialect/request_body.hpp"
#include "openai_dialect/stream_decoder.hpp"
#include "openai_dialect/whole_answer.hpp"
#include "service/prompt.hpp"
#include "service/response.hpp"
#include "service/url.hpp"

namespace openai_dialect {
namespace {

using aitb::HttpResponse;

constexpr std::string_view kModel = "{model}";

std::string with_model(std::string base, const std::string& model) {
  const std::size_t at = base.find(kModel);
  if (at != std::string::npos) base.replace(at, kModel.size(), service::encoded(model));
  return base;
}

aitb::task<> feed(HttpResponse& response, StreamDecoder& decoder) {
  return response.each([&decoder](const aitb::BodyBlock& block) { decoder.feed(block.data); },
                       std::as_bytes(std::span(&decoder, 1)));
}

aitb::task<> read_stream(Api& api, HttpResponse& response, aitb::Exchange& out) {
  StreamDecoder decoder(out, api.scratch(), api.peer());
  aitb::task<> reading = feed(response, decoder);
  co_await std::move(reading);
  decoder.finish();
}

}  // namespace

Api::Api(Account account, const service::Connection& connection, aitb::Context& context)
    : account_(std::move(account)),
      peer_(service::service_name(with_model(account_.base_url, "model")), account_.api_key),
      client_(service::make_client(connection, context)) {}

/// A load asks the same question again and again.
const std::string& Api::url(std::string_view path, const std::string& model) {
  if (last_url_.empty() || path != last_path_ || model != last_model_) {
    last_url_ = service::endpoint_url(with_model(account_.base_url, model), path, account_.query);
    last_path_ = path;
    last_model_ = model;
  }
  return last_url_;
}

aitb::HttpRequest Api::request(std::string_view path, const std::string& model, std::string body,
                               std::string content_type) {
  aitb::HttpRequest http("POST", url(path, model), std::move(body), std::move(content_type));
  http.headers.set("Accept", "application/json");
  http.headers.set("User-Agent", "aitb/0.1");
  if (!account_.api_key.empty() && account_.auth == "bearer") {
    http.headers.set("Authorization", "Bearer " + account_.api_key);
  }
  if (!account_.api_key.empty() && account_.auth == "api-key") http.headers.set("api-key", account_.api_key);
  if (!account_.organization.empty()) http.headers.set("OpenAI-Organization", account_.organization);
  if (!account_.project.empty()) http.headers.set("OpenAI-Project", account_.project);
  for (const auto& [name, value] : account_.headers) http.headers.set(name, value);
  return http;
}

aitb::task<HttpResponse> Api::send(aitb::HttpRequest request, aitb::Exchange& out) {
  HttpResponse response = co_await client_->send(std::move(request), out);
  for (const char* name : {"x-request-id", "apim-request-id"}) {
    const std::string_view request_id = response.headers.get(name);
    if (request_id.empty()) continue;
    out.note("request_id", request_id);
    break;
  }
  if (response.status != 200) {
    const std::string body = co_await service::error_body(response);
    throw http_failure(peer_, response.status, response.headers, body);
  }
  co_return response;
}

aitb::task<std::string> Api::ask(aitb::HttpRequest request, aitb::Exchange& out) {
  HttpResponse response = co_await send(std::move(request), out);
  std::string body = co_await response.text();
  co_return body;
}

namespace {

/// A load holds thousands of these while they wait: nothing is in its frame that only the beginning needs.
aitb::task<> carry_out(Api& api, aitb::task<HttpResponse> sending, bool stream, aitb::Exchange& out) {
  HttpResponse response = co_await std::move(sending);
  if (service::is_event_stream(response, stream)) {
    response.headers = aitb::Headers();
    co_await read_stream(api, response, out);
  } else {
    const std::string body = co_await response.text();
    report_whole_answer(body, out, api.scratch(), api.peer());
  }
}

}  // namespace

aitb::task<> chat(Api& api, const Rules& rules, aitb::ChatRequest request, aitb::Exchange& out) {
  aitb::HttpRequest http = api.request("/chat/completions", request.model, request_body(request, rules));
  if (request.stream) http.headers.set("Accept", "text/event-stream");
  out.request(service::prompt_text(request), service::content_bytes(request));
  return carry_out(api, api.send(std::move(http), out), request.stream, out);
}

}  // namespace openai_dialect
