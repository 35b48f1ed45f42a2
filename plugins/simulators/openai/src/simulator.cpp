#include "simulator.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>

#include <sim_kit/ids.hpp>
#include "api_error.hpp"
#include "authorize.hpp"
#include "chat_call.hpp"
#include "limits.hpp"
#include "whole_body.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;
using aitb::Duration;
using aitb::Headers;
using aitb::Random;
using aitb::Responder;
using aitb::ServerRequest;
using sim_kit::random_id;

constexpr std::string_view kInvalid = "invalid_request_error";
constexpr std::string_view kHex = "0123456789abcdef";

/// Rounded up.
std::string whole_ms(Duration time) { return std::to_string((time.count() + 999'999) / 1'000'000); }

void expect_method(const ServerRequest& request, std::string_view allowed, Headers& headers) {
  if (request.method == allowed) return;
  headers.set("Allow", std::string(allowed));
  throw ApiError(405, std::string(kInvalid),
                 fmt::format("Not allowed to {} on {}.", request.method, request.path))
      .with_code("method_not_supported");
}

ApiError not_json() {
  return ApiError(
      400, std::string(kInvalid),
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your "
      "HTTP library correctly. The service expects a JSON payload, but what was sent was not valid JSON.)");
}

void use_json(Headers& headers) { headers.set("Content-Type", "application/json"); }

ApiError as_error(const sim_kit::Fault& fault) {
  if (!fault.message.empty()) return ApiError(fault.status, std::string(kInvalid), fault.message);
  ApiError error = usual_error(fault.status, fault.code);
  if (fault.retry_after) error.retry_after = fault.retry_after;
  return error;
}

}  // namespace

OpenAiSimulator::OpenAiSimulator(Options options, aitb::Context& context)
    : options_(std::move(options)),
      models_(options_.models),
      stage_(options_, sim_kit::Style("call_", 24, !options_.reasoning_field.empty()), context) {}

void* OpenAiSimulator::face(std::string_view face_id) noexcept {
  return face_id == aitb::HttpService::id ? static_cast<aitb::HttpService*>(this) : nullptr;
}

std::string OpenAiSimulator::key() const {
  return options_.keys.empty() ? "sk-simulated-0123456789" : options_.keys.front();
}

aitb::task<> OpenAiSimulator::serve(ServerRequest request, Responder& responder) {
  Answer made = answer(request);
  request = ServerRequest();  // ten thousand waiting streams should not hold ten thousand requests
  if (!made.plan) {
    co_await responder.reply(made.status, std::move(made.headers), std::move(made.body));
  } else if (made.plan->stream) {
    co_await stream(std::move(made.plan), std::move(made.headers), responder);
  } else {
    co_await whole(std::move(made.plan), std::move(made.headers), responder);
  }
}

Answer OpenAiSimulator::answer(const ServerRequest& request) {
  Answer made;
  made.headers.add("x-request-id", random_id("req_", 32, stage_.ids, kHex));
  try {
    route(request, made);
  } catch (const ApiError& error) {
    made.plan.reset();
    made.status = error.status;
    made.body = error.body();
    use_json(made.headers);
    if (error.retry_after) {
      made.headers.set("retry-after", fmt::format("{:.0f}", std::ceil(*error.retry_after)));
      made.headers.set("retry-after-ms", fmt::format("{:.0f}", std::ceil(*error.retry_after * 1000)));
    }
  }
  made.headers.add("openai-version", "2020-10-01");
  const Duration spent = stage_.clock().now() - request.received;
  made.headers.add("openai-processing-ms", whole_ms(spent));
  return made;
}

void OpenAiSimulator::route(const ServerRequest& request, Answer& made) {
  std::string_view path = request.path;
  if (path.starts_with("/v1/")) path.remove_prefix(3);
  constexpr std::string_view kModels = "/models";
  if (path == "/chat/completions") {
    expect_method(request, "POST", made.headers);
    const std::string_view used = authorize(request.headers, options_.keys);
    inject(request.headers);
    return chat(request, used, made);
  }
  use_json(made.headers);
  if (path == "/health") {
    made.body = "{\"status\":\"ok\"}\n";
  } else if (path == "/") {
    made.body =
        "{\"service\":\"simulated OpenAI API\",\"base_url\":\"/v1\",\"endpoints\":[\"POST "
        "/v1/chat/completions\","
        "\"GET /v1/models\",\"GET /v1/models/{model}\",\"GET /health\"]}\n";
  } else if (path == kModels || path.starts_with("/models/")) {
    expect_method(request, "GET", made.headers);
    authorize(request.headers, options_.keys);
    inject(request.headers);
    made.body = path == kModels ? models_.list_body() : models_.one_body(path.substr(kModels.size() + 1));
  } else {
    throw ApiError(404, std::string(kInvalid),
                   fmt::format("Invalid URL ({} {})", request.method, request.path));
  }
}

void OpenAiSimulator::chat(const ServerRequest& request, std::string_view used, Answer& made) {
  std::array<unsigned char, 8192> block;
  json::monotonic_resource memory(block.data(), block.size());
  json::parse_options deep;
  deep.max_depth = 128;
  json::error_code failed;
  const json::value body = json::parse(request.body, failed, &memory, deep);
  if (failed) throw not_json();
  ChatCall call = read_chat_call(body);
  call.ask.path = request.path;
  call.ask.headers = &request.headers;
  if (!models_.exists(call.ask.model)) {
    throw ApiError(
        404, std::string(kInvalid),
        fmt::format("The model `{}` does not exist or you do not have access to it.", call.ask.model))
        .with_code("model_not_found");
  }
  if (options_.strict) check_strictly(body.get_object(), stage_.planner.reasons(call.ask.model));
  const sim_kit::Do* scripted = follow_script(call.ask);
  auto plan = std::make_unique<ChatPlan>();
  plan->id = random_id("chatcmpl-", 29, stage_.ids);
  stage_.planner.plan(call.ask, scripted, *plan);
  plan->include_usage = call.include_usage;
  plan->obfuscate = call.obfuscate && options_.obfuscation;
  Random fingerprint(options_.seed, call.ask.model);
  plan->fingerprint = random_id("fp_", 10, fingerprint, kHex);
  stage_.schedule(*plan, request, scripted);
  apply_limits(stage_.limits->take(used, plan->prompt_tokens + plan->completion_tokens, request.received),
               made.headers);
  made.plan = std::move(plan);
}

void OpenAiSimulator::inject(const Headers& headers) {
  if (const auto fault = stage_.faults.check(headers)) throw as_error(*fault);
}

const sim_kit::Do* OpenAiSimulator::follow_script(const sim_kit::Ask& ask) {
  const sim_kit::Do* scripted = stage_.script.find(ask);
  if (scripted != nullptr && scripted->error.status >= 400) {
    const sim_kit::ErrorAnswer& error = scripted->error;
    throw as_error(sim_kit::Fault(error.status, error.code, error.retry_after_sec));
  }
  return scripted;
}

aitb::task<> OpenAiSimulator::stream(std::unique_ptr<ChatPlan> plan, Headers headers, Responder& responder) {
  headers.set("Content-Type", "text/event-stream; charset=utf-8");
  headers.set("Cache-Control", "no-cache");
  auto writer = std::make_unique<ChunkWriter>(*plan, options_.reasoning_field);
  co_await stage_.stream(std::move(plan), std::move(writer), std::move(headers), responder);
}

aitb::task<> OpenAiSimulator::whole(std::unique_ptr<ChatPlan> plan, Headers headers, Responder& responder) {
  co_await stage_.sleep_until(stage_.whole_due(*plan));
  use_json(headers);
  std::string body = whole_body(*plan, options_.reasoning_field);
  co_await responder.reply(200, std::move(headers), std::move(body));
}

}  // namespace openai_simulator
