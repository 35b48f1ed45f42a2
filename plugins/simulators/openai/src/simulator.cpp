#include "simulator.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>

#include <sim_kit/ids.hpp>
#include <sim_kit/prompt_tokens.hpp>
#include "api_error.hpp"
#include "authorize.hpp"
#include "chat_call.hpp"
#include "compat_writer.hpp"
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

Options with_dialect(Options options) {
  if (options.reasoning_field.empty())
    options.reasoning_field = usual_reasoning_field(dialect_of(options.dialect));
  return options;
}

}  // namespace

OpenAiSimulator::OpenAiSimulator(Options options, aitb::Context& context)
    : options_(with_dialect(std::move(options))),
      dialect_(dialect_of(options_.dialect)),
      models_(options_.models, dialect_),
      stage_(options_, sim_kit::Style("call_", 24, !options_.reasoning_field.empty()), context) {
  const double each = options_.keep_alive_ms.value_or(dialect_ == Dialect::deepseek ? 1000 : 0);
  stage_.keep_alive = sim_kit::KeepAlive(": keep-alive\n\n", sim_kit::milliseconds(each));
}

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
    made.body = error.body(dialect_);
    use_json(made.headers);
    if (error.retry_after) {
      made.headers.set("retry-after", fmt::format("{:.0f}", std::ceil(*error.retry_after)));
      made.headers.set("retry-after-ms", fmt::format("{:.0f}", std::ceil(*error.retry_after * 1000)));
    }
  }
  if (dialect_ != Dialect::openai) return made;
  made.headers.add("openai-version", "2020-10-01");
  const Duration spent = stage_.clock().now() - request.received;
  made.headers.add("openai-processing-ms", whole_ms(spent));
  return made;
}

void OpenAiSimulator::route(const ServerRequest& request, Answer& made) {
  std::string_view path = request.path;
  if (path.starts_with("/v1/")) path.remove_prefix(3);
  if (dialect_ == Dialect::deepseek && path.starts_with("/beta/")) path.remove_prefix(5);
  constexpr std::string_view kModels = "/models";
  if (path == "/chat/completions") {
    expect_method(request, "POST", made.headers);
    return chat(request, authorize_and_inject(request), made);
  }
  use_json(made.headers);
  if (path == "/health") {
    made.body = "{\"status\":\"ok\"}\n";
  } else if (path == "/user/balance" && dialect_ == Dialect::deepseek) {
    authorize_and_inject(request);
    made.body = R"({"is_available":true,"balance_infos":[{"currency":"USD","total_balance":"110.00",)"
                R"("granted_balance":"10.00","topped_up_balance":"100.00"}]})";
  } else if (path == "/") {
    made.body =
        "{\"service\":\"simulated OpenAI API\",\"base_url\":\"/v1\",\"endpoints\":[\"POST "
        "/v1/chat/completions\","
        "\"GET /v1/models\",\"GET /v1/models/{model}\",\"GET /health\"]}\n";
  } else if (path == kModels || path.starts_with("/models/")) {
    expect_method(request, "GET", made.headers);
    authorize_and_inject(request);
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
  ChatCall call = read_chat_call(body, dialect_);
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
  plan->id = new_id();
  stage_.planner.plan(call.ask, scripted, *plan);
  plan->include_usage = call.include_usage;
  plan->obfuscate = call.obfuscate && options_.obfuscation;
  Random fingerprint(options_.seed, call.ask.model);
  plan->fingerprint = random_id("fp_", 10, fingerprint, kHex);
  stage_.schedule(*plan, request, scripted);
  if (dialect_ == Dialect::deepseek) plan->cached_tokens = cached_tokens(call.ask);
  limit(request, used, plan->prompt_tokens + plan->completion_tokens, made.headers);
  made.plan = std::move(plan);
}

std::string_view OpenAiSimulator::authorize_and_inject(const ServerRequest& request) {
  const std::string_view used = authorize(request.headers, options_.keys, dialect_);
  if (const auto fault = stage_.faults.check(request.headers)) throw as_error(*fault);
  return used;
}

std::string OpenAiSimulator::new_id() {
  if (dialect_ == Dialect::vllm) return random_id("chatcmpl-", 32, stage_.ids, kHex);
  if (dialect_ == Dialect::openai) return random_id("chatcmpl-", 29, stage_.ids);
  std::string made = random_id("", 32, stage_.ids, kHex);
  for (std::size_t at : {20, 16, 12, 8}) made.insert(at, "-");
  return made;
}

void OpenAiSimulator::limit(const ServerRequest& request, std::string_view used, std::int64_t tokens,
                            Headers& headers) {
  Headers unsaid;  // only OpenAI tells how much is left
  apply_limits(stage_.limits->take(used, tokens, request.received),
               dialect_ == Dialect::openai ? headers : unsaid);
}

/// What an earlier request of the same conversation left in the cache, in whole blocks of 64 tokens.
std::int64_t OpenAiSimulator::cached_tokens(const sim_kit::Ask& ask) {
  std::size_t said = ask.turns.size();
  while (said > 0 && ask.turns[said - 1].role != sim_kit::Role::assistant) --said;
  if (said == 0) return 0;
  return sim_kit::prompt_tokens(ask, stage_.planner.counter_for(ask.model), said - 1) / 64 * 64;
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
  std::unique_ptr<sim_kit::EventWriter> writer;
  if (dialect_ == Dialect::openai) {
    writer = std::make_unique<ChunkWriter>(*plan, options_.reasoning_field);
  } else {
    writer = std::make_unique<CompatWriter>(*plan, dialect_, options_.reasoning_field);
  }
  co_await stage_.stream(std::move(plan), std::move(writer), std::move(headers), responder);
}

aitb::task<> OpenAiSimulator::whole(std::unique_ptr<ChatPlan> plan, Headers headers, Responder& responder) {
  const aitb::Instant due = stage_.whole_due(*plan);
  const std::string& field = options_.reasoning_field;
  use_json(headers);
  std::string body =
      dialect_ == Dialect::openai ? whole_body(*plan, field) : compat_body(*plan, dialect_, field);
  co_await stage_.reply_at(due, std::move(headers), std::move(body), responder);
}

}  // namespace openai_simulator
