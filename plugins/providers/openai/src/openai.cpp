#include "openai.hpp"

#include "request_body.hpp"
#include "stream_decoder.hpp"
#include "url.hpp"
#include "whole_answer.hpp"

namespace openai {
namespace {

using aitb::Error;
using aitb::ErrorKind;
using aitb::HttpResponse;

constexpr std::size_t kErrorBody = 64u << 10u;

aitb::HttpOptions http_options(const Options& options) {
  aitb::HttpOptions http;
  http.transport = options.transport;
  http.ca_file = options.ca_file;
  http.verify = options.verify_tls;
  http.http2 = options.http2;
  http.proxy = options.proxy;
  return http;
}

void check(const Options& options) {
  if (options.transport != "beast") return;
  if (options.http2) {
    throw aitb::ConfigError("/http2", "transport beast speaks HTTP/1.1 only; use transport: curl for HTTP/2");
  }
  if (!options.proxy.empty()) {
    throw aitb::ConfigError("/proxy", "transport beast knows no proxies; use transport: curl");
  }
}

/// The body of an error answer. One that is cut off or too long is told as far as it came: the status says
/// more.
aitb::task<std::string> error_body(HttpResponse& response) {
  std::string body;
  while (body.size() < kErrorBody) {
    std::optional<aitb::BodyBlock> block;
    try {
      block = co_await response.read();
    } catch (const Error& failure) {
      if (failure.kind() == ErrorKind::cancelled) throw;
      break;
    }
    if (!block) break;
    body.append(block->data);
  }
  co_return body;
}

bool is_event_stream(const HttpResponse& response, bool asked) {
  const std::string_view type = response.headers.get("content-type");
  if (type.starts_with("text/event-stream")) return true;
  return asked && !type.starts_with("application/json");
}

}  // namespace

OpenAi::OpenAi(Options options, aitb::Context& context)
    : options_(std::move(options)),
      peer_(service_name(options_.base_url), options_.api_key),
      url_(endpoint_url(options_.base_url, "/chat/completions", options_.query)) {
  check(options_);
  client_ = context.net.http(http_options(options_));
}

aitb::HttpRequest OpenAi::http_request(const aitb::ChatRequest& request) const {
  aitb::HttpRequest http("POST", url_, request_body(request, options_), "application/json");
  http.headers.set("Accept", request.stream ? "text/event-stream" : "application/json");
  http.headers.set("User-Agent", "aitb/0.1");
  if (!options_.api_key.empty() && options_.auth == "bearer") {
    http.headers.set("Authorization", "Bearer " + options_.api_key);
  }
  if (!options_.api_key.empty() && options_.auth == "api-key") http.headers.set("api-key", options_.api_key);
  if (!options_.organization.empty()) http.headers.set("OpenAI-Organization", options_.organization);
  if (!options_.project.empty()) http.headers.set("OpenAI-Project", options_.project);
  for (const auto& [name, value] : options_.headers) http.headers.set(name, value);
  return http;
}

aitb::task<> OpenAi::send(aitb::ChatRequest request, aitb::Exchange& out) {
  const bool stream = request.stream;
  aitb::HttpRequest http = http_request(request);
  out.request(prompt_text(request), content_bytes(request));
  request = aitb::ChatRequest();  // a waiting stream should not hold the conversation twice
  HttpResponse response = co_await client_->send(std::move(http), out);
  const std::string_view request_id = response.headers.get("x-request-id");
  if (!request_id.empty()) out.note("request_id", request_id);
  if (response.status != 200) {
    const std::string body = co_await error_body(response);
    throw http_failure(peer_, response.status, response.headers, body);
  }
  if (is_event_stream(response, stream)) {
    co_await read_stream(response, out);
  } else {
    co_await read_whole(response, out);
  }
}

aitb::task<> OpenAi::read_stream(HttpResponse& response, aitb::Exchange& out) {
  StreamDecoder decoder(out, scratch_, peer_);
  while (true) {
    const std::optional<aitb::BodyBlock> block = co_await response.read();
    if (!block) break;
    decoder.feed(block->data);
  }
  decoder.finish();
}

aitb::task<> OpenAi::read_whole(HttpResponse& response, aitb::Exchange& out) {
  const std::string body = co_await response.text();
  report_whole_answer(body, out, scratch_, peer_);
}

}  // namespace openai
