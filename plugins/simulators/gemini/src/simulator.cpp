#include "simulator.hpp"

#include <boost/json/parse.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include <sim_kit/ids.hpp>
#include <sim_kit/prompt_tokens.hpp>
#include "api_error.hpp"
#include "event_writer.hpp"
#include "fields.hpp"
#include "read_request.hpp"
#include "whole_body.hpp"

namespace gemini_simulator {
namespace {

namespace json = boost::json;
using aitb::Responder;
using aitb::ServerRequest;

ApiError not_found(std::string_view model, std::string_view method) {
  return ApiError(
      404, "NOT_FOUND",
      fmt::format("models/{} is not found for API version v1beta, or is not supported for {}. Call "
                  "ListModels to see the list of available models and their supported methods.",
                  model, method));
}

json::value parse_body(const ServerRequest& request) {
  json::error_code failed;
  json::parse_options deep;
  deep.max_depth = 128;
  json::value body = json::parse(request.body, failed, {}, deep);
  if (failed || !body.is_object())
    throw invalid("Invalid JSON payload received. Unexpected token.\n" + request.body.substr(0, 40));
  return body;
}

std::size_t number_of(const std::string& text, std::size_t otherwise) {
  std::size_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

GeminiSimulator::GeminiSimulator(Options options, aitb::Context& context)
    : options_(std::move(options)),
      models_(options_.models),
      stage_(options_, sim_kit::Style("", 8, true), context) {}

void* GeminiSimulator::face(std::string_view face_id) noexcept {
  return face_id == aitb::HttpService::id ? static_cast<aitb::HttpService*>(this) : nullptr;
}

std::string GeminiSimulator::key() const {
  return options_.keys.empty() ? "simulated-gemini-key-0123456789" : options_.keys.front();
}

aitb::task<> GeminiSimulator::serve(ServerRequest request, Responder& responder) {
  Answer made = answer(request);
  request = ServerRequest();
  if (!made.plan) {
    co_await responder.reply(made.status, std::move(made.headers), std::move(made.body));
  } else if (made.plan->stream) {
    if (made.sse) made.headers.set("Content-Type", "text/event-stream");
    auto writer = std::make_unique<EventWriter>(*made.plan, made.sse);
    co_await stage_.stream(std::move(made.plan), std::move(writer), std::move(made.headers), responder);
  } else {
    co_await stage_.sleep_until(stage_.whole_due(*made.plan));
    std::string body = whole_body(*made.plan);
    co_await responder.reply(200, std::move(made.headers), std::move(body));
  }
}

Answer GeminiSimulator::answer(const ServerRequest& request) {
  Answer made;
  made.headers.set("Content-Type", "application/json; charset=UTF-8");
  made.headers.set("Vary", "Origin, X-Origin, Referer");
  made.sse = request.query_value("alt") == "sse";
  try {
    route(request, made);
  } catch (const ApiError& error) {
    made.plan.reset();
    made.status = error.status;
    made.body = error.body();
    // A stream that is no SSE is an array, in failure too.
    if (!made.sse && request.path.ends_with(":streamGenerateContent")) made.body = "[" + made.body + "]";
  }
  made.headers.set(
      "Server-Timing",
      fmt::format("gfet4t7; dur={}", (stage_.clock().now() - request.received).count() / 1'000'000));
  return made;
}

std::string GeminiSimulator::authorize(const ServerRequest& request) {
  std::string given(request.headers.get("x-goog-api-key"));
  if (given.empty()) given = request.query_value("key");
  if (given.empty()) {
    throw ApiError(
        403, "PERMISSION_DENIED",
        "Method doesn't allow unregistered callers (callers without established identity). Please use "
        "API Key or other form of API consumer identity to call this API.");
  }
  const auto& keys = options_.keys;
  if (!keys.empty() && std::find(keys.begin(), keys.end(), given) == keys.end()) {
    ApiError error = invalid("API key not valid. Please pass a valid API key.");
    error.details =
        R"({"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID", "domain": )"
        R"("googleapis.com", "metadata": {"service": "generativelanguage.googleapis.com"}})";
    throw error;
  }
  if (const auto fault = stage_.faults.check(request.headers)) throw usual_error(*fault);
  return given;
}

void GeminiSimulator::route(const ServerRequest& request, Answer& made) {
  std::string_view path = request.path;
  if (path == "/health") {
    made.body = "{\"status\": \"ok\"}\n";
    return;
  }
  if (path == "/") {
    made.body = "{\"service\": \"simulated Gemini API\", \"base_url\": \"/v1beta\"}\n";
    return;
  }
  for (std::string_view version : {"/v1beta/", "/v1alpha/", "/v1/"}) {
    if (!path.starts_with(version)) continue;
    path.remove_prefix(version.size());
    const std::string used = authorize(request);
    const bool get = request.method == "GET";
    if (path == "models" && get) {
      made.body =
          models_.list_body(std::clamp<std::size_t>(number_of(request.query_value("pageSize"), 50), 1, 1000),
                            number_of(request.query_value("pageToken"), 0));
      return;
    }
    if (!path.starts_with("models/")) break;
    path.remove_prefix(7);
    const std::size_t colon = path.rfind(':');
    if (colon == std::string_view::npos && get) {
      if (!models_.exists(path)) throw not_found(path, "getModel");
      made.body = models_.one_body(path);
      return;
    }
    if (colon != std::string_view::npos && request.method == "POST")
      return act(request, path.substr(0, colon), path.substr(colon + 1), used, made);
    break;
  }
  throw ApiError(404, "NOT_FOUND", fmt::format("Method not found: {} {}", request.method, request.path));
}

void GeminiSimulator::act(const ServerRequest& request, std::string_view model, std::string_view method,
                          const std::string& used, Answer& made) {
  const bool stream = method == "streamGenerateContent";
  if (!stream && method != "generateContent" && method != "countTokens")
    throw ApiError(404, "NOT_FOUND", fmt::format("Method not found: {}", method));
  if (!models_.exists(model)) throw not_found(model, method);
  const json::value body = parse_body(request);
  if (method == "countTokens") return count(body.get_object(), model, made);
  generate(request, body.get_object(), model, stream, used, made);
}

void GeminiSimulator::generate(const ServerRequest& request, const json::object& body, std::string_view model,
                               bool stream, const std::string& used, Answer& made) {
  sim_kit::Ask ask;
  ask.model = model;
  ask.path = request.path;
  ask.headers = &request.headers;
  ask.stream = stream;
  read_request(body, options_.require_signatures, ask);
  const sim_kit::Do* scripted = stage_.script.find(ask);
  if (scripted != nullptr && scripted->error.status >= 400) {
    const sim_kit::ErrorAnswer& error = scripted->error;
    throw usual_error(sim_kit::Fault(error.status, error.code, error.retry_after_sec));
  }
  auto plan = std::make_unique<GeminiPlan>();
  plan->id = sim_kit::random_id("", 23, stage_.ids);
  stage_.planner.plan(ask, scripted, *plan);
  plan->media = MediaTokens(ask);
  plan->call_ids = plan->signatures = model.starts_with("gemini-3");
  stage_.schedule(*plan, request, scripted);
  const sim_kit::Standing standing =
      stage_.limits->take(used, plan->prompt_tokens + plan->completion_tokens, request.received);
  if (standing.refused()) {
    throw exhausted(
        standing.no_requests ? "generativelanguage.googleapis.com/generate_content_requests"
                             : "generativelanguage.googleapis.com/generate_content_input_token_count",
        standing.no_requests ? standing.request_limit : standing.token_limit, standing.lacking_sec, model);
  }
  made.plan = std::move(plan);
}

void GeminiSimulator::count(const json::object& body, std::string_view model, Answer& made) {
  const json::object* inner = get_object(body, "generateContentRequest");
  sim_kit::Ask ask;
  ask.model = model;
  read_request(inner != nullptr ? *inner : body, false, ask);
  const std::int64_t total = sim_kit::prompt_tokens(ask, stage_.planner.counter_for(model));
  made.body = fmt::format("{{\"totalTokens\": {}, \"promptTokensDetails\": ", total);
  append_details(made.body, total, MediaTokens(ask));
  made.body += "}\n";
}

}  // namespace gemini_simulator
