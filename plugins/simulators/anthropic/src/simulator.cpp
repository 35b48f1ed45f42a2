#include "simulator.hpp"

#include <boost/json/parse.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <sim_kit/ids.hpp>
#include <sim_kit/prompt_tokens.hpp>
#include "api_error.hpp"
#include "event_writer.hpp"
#include "limits.hpp"
#include "message_body.hpp"
#include "read_request.hpp"

namespace anthropic_simulator {
namespace {

namespace json = boost::json;
using aitb::Headers;
using aitb::Responder;
using aitb::ServerRequest;

json::value parse_body(const ServerRequest& request) {
  json::error_code failed;
  json::parse_options deep;
  deep.max_depth = 128;
  json::value body = json::parse(request.body, failed, {}, deep);
  if (failed)
    throw ApiError(400, "invalid_request_error", "The request body is not valid JSON: " + failed.message());
  return body;
}

void expect_method(const ServerRequest& request, std::string_view allowed, Headers& headers) {
  if (request.method == allowed) return;
  headers.set("Allow", std::string(allowed));
  throw ApiError(405, "invalid_request_error", "Method Not Allowed");
}

}  // namespace

AnthropicSimulator::AnthropicSimulator(Options options, aitb::Context& context)
    : options_(std::move(options)),
      models_(options_.models),
      stage_(options_, sim_kit::Style("toolu_01", 22, true), context) {}

void* AnthropicSimulator::face(std::string_view face_id) noexcept {
  return face_id == aitb::HttpService::id ? static_cast<aitb::HttpService*>(this) : nullptr;
}

std::string AnthropicSimulator::key() const {
  return options_.keys.empty() ? "sk-ant-simulated-0123456789" : options_.keys.front();
}

aitb::task<> AnthropicSimulator::serve(ServerRequest request, Responder& responder) {
  Answer made = answer(request);
  request = ServerRequest();
  if (!made.plan) {
    co_await responder.reply(made.status, std::move(made.headers), std::move(made.body));
  } else if (made.plan->stream) {
    made.headers.set("Content-Type", "text/event-stream; charset=utf-8");
    made.headers.set("Cache-Control", "no-cache");
    auto writer = std::make_unique<EventWriter>(*made.plan);
    co_await stage_.stream(std::move(made.plan), std::move(writer), std::move(made.headers), responder);
  } else {
    co_await stage_.sleep_until(stage_.whole_due(*made.plan));
    std::string body = message_body(*made.plan);
    co_await responder.reply(200, std::move(made.headers), std::move(body));
  }
}

Answer AnthropicSimulator::answer(const ServerRequest& request) {
  Answer made;
  made.id = sim_kit::random_id("req_01", 22, stage_.ids);
  made.headers.add("request-id", made.id);
  made.headers.set("Content-Type", "application/json");
  try {
    route(request, made);
  } catch (const ApiError& error) {
    made.plan.reset();
    made.status = error.status;
    made.body = error.body(made.id);
    if (error.retry_after)
      made.headers.set("retry-after", fmt::format("{:.0f}", std::ceil(*error.retry_after)));
    made.headers.set("x-should-retry", error.status == 429 || error.status >= 500 ? "true" : "false");
  }
  return made;
}

std::string_view AnthropicSimulator::authorize(const ServerRequest& request) {
  std::string_view given = request.headers.get("x-api-key");
  if (given.empty()) {
    given = request.headers.get("authorization");
    if (!given.starts_with("Bearer "))
      throw ApiError(401, "authentication_error", "x-api-key header is required");
    given.remove_prefix(7);
  }
  const auto& keys = options_.keys;
  if (!keys.empty() && std::find(keys.begin(), keys.end(), given) == keys.end())
    throw ApiError(401, "authentication_error", "invalid x-api-key");
  if (options_.require_version && !request.headers.has("anthropic-version"))
    throw ApiError(400, "invalid_request_error", "anthropic-version: header is required");
  if (const auto fault = stage_.faults.check(request.headers)) throw usual_error(*fault);
  return given;
}

void AnthropicSimulator::route(const ServerRequest& request, Answer& made) {
  constexpr std::string_view kModels = "/v1/models";
  const std::string_view path = request.path;
  if (path == "/v1/messages" || path == "/v1/messages/count_tokens") {
    expect_method(request, "POST", made.headers);
    const std::string_view used = authorize(request);
    return path == "/v1/messages" ? message(request, used, made) : count(request, made);
  }
  if (path == "/health") {
    made.body = "{\"status\":\"ok\"}\n";
  } else if (path == "/") {
    made.body =
        R"({"service":"simulated Anthropic API","endpoints":["POST /v1/messages",)"
        R"("POST /v1/messages/count_tokens","GET /v1/models","GET /v1/models/{model}","GET /health"]})"
        "\n";
  } else if (path == kModels || path.starts_with("/v1/models/")) {
    expect_method(request, "GET", made.headers);
    authorize(request);
    made.body = path == kModels ? models_.list_body() : models_.one_body(path.substr(kModels.size() + 1));
  } else {
    throw ApiError(404, "not_found_error", "Not Found");
  }
}

void AnthropicSimulator::message(const ServerRequest& request, std::string_view used, Answer& made) {
  const json::value body = parse_body(request);
  sim_kit::Ask ask = read_request(body, true);
  ask.path = request.path;
  ask.headers = &request.headers;
  if (!models_.exists(ask.model)) throw ApiError(404, "not_found_error", fmt::format("model: {}", ask.model));
  const sim_kit::Do* scripted = stage_.script.find(ask);
  if (scripted != nullptr && scripted->error.status >= 400) {
    const sim_kit::ErrorAnswer& error = scripted->error;
    throw usual_error(sim_kit::Fault(error.status, error.code, error.retry_after_sec));
  }
  auto plan = std::make_unique<sim_kit::Plan>();
  plan->id = sim_kit::random_id("msg_01", 22, stage_.ids);
  stage_.planner.plan(ask, scripted, *plan);
  stage_.schedule(*plan, request, scripted);
  const sim_kit::Standing standing =
      stage_.limits->take(used, plan->prompt_tokens + plan->completion_tokens, request.received);
  apply_limits(standing, stage_.clock().wall_ns(request.received), made.headers);
  made.plan = std::move(plan);
}

void AnthropicSimulator::count(const ServerRequest& request, Answer& made) {
  const json::value body = parse_body(request);
  const sim_kit::Ask ask = read_request(body, false);
  if (!models_.exists(ask.model)) throw ApiError(404, "not_found_error", fmt::format("model: {}", ask.model));
  const std::int64_t tokens = sim_kit::prompt_tokens(ask, stage_.planner.counter_for(ask.model));
  made.body = fmt::format(R"({{"input_tokens":{}}})", tokens);
}

}  // namespace anthropic_simulator
