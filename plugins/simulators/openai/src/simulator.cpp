#include "simulator.hpp"

#include <boost/asio/post.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "api_error.hpp"
#include "authorize.hpp"
#include "chat_call.hpp"
#include "ids.hpp"
#include "whole_body.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;
using aitb::Duration;
using aitb::Headers;
using aitb::Instant;
using aitb::Random;
using aitb::Responder;
using aitb::ServerRequest;

constexpr std::string_view kInvalid = "invalid_request_error";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr unsigned kBurst = 64;  // pieces that an unpaced stream may send before others get their turn

/// Rounded up.
std::string whole_ms(Duration time) { return std::to_string((time.count() + 999'999) / 1'000'000); }

Duration milliseconds(double ms) { return Duration(static_cast<std::int64_t>(ms * 1e6)); }

/// Ids must differ between lanes and runs, whatever the seed.
Random id_stream() {
  std::random_device device;
  return Random(static_cast<std::uint64_t>(device()) << 32u | device(), "ids");
}

std::unique_ptr<truth::Writer> open_truth(const std::string& file, const std::filesystem::path& folder) {
  if (file.empty()) return nullptr;
  return std::make_unique<truth::Writer>(folder / file);
}

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

/// Says in the log when the truth log's owner has nothing running: the file is then complete up to here.
class Running {
 public:
  Running(std::size_t& count, truth::Writer* log) : count_(count), log_(log) { ++count_; }
  ~Running() {
    if (--count_ == 0 && log_ != nullptr) log_->flush();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  std::size_t& count_;
  truth::Writer* log_;
};

}  // namespace

OpenAiSimulator::OpenAiSimulator(Options options, aitb::Context& context)
    : options_(std::move(options)),
      clock_(context.clock),
      executor_(context.net.executor()),
      log_(context.log),
      models_(options_.models),
      planner_(options_, context.random),
      limits_(options_.rate_limit, options_.token_limit),
      faults_(options_.errors, options_.allow_error_header, context.random.split("errors")),
      pace_(options_.itl_ms, options_.tokens_per_chunk, options_.reasoning_field),
      timing_(context.random.split("timing/" + std::to_string(options_.seed))),
      ids_(id_stream()),
      truth_(open_truth(options_.truth_file, context.work_dir)) {}

OpenAiSimulator::~OpenAiSimulator() {
  if (!truth_) return;
  truth_->flush();
  if (!truth_->complete())
    log_.error("the truth log {} is incomplete: writing it failed", options_.truth_file);
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
  made.headers.add("x-request-id", random_id("req_", 32, ids_, kHex));
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
  const Duration spent = clock_.now() - request.received;
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
    faults_.apply(request.headers);
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
    faults_.apply(request.headers);
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
  const ChatCall call = read_chat_call(body);
  if (!models_.exists(call.model)) {
    throw ApiError(404, std::string(kInvalid),
                   fmt::format("The model `{}` does not exist or you do not have access to it.", call.model))
        .with_code("model_not_found");
  }
  if (options_.strict) check_strictly(body.get_object(), planner_.reasons(call.model));
  auto plan = std::make_unique<Plan>(new_plan(request));
  planner_.plan(body.get_object(), call, *plan);
  plan->model = call.model;
  Random fingerprint(options_.seed, call.model);
  plan->fingerprint = random_id("fp_", 10, fingerprint, kHex);
  plan->first += milliseconds(options_.prefill_ms_per_token * static_cast<double>(plan->prompt_tokens));
  limits_.take(used, plan->prompt_tokens + plan->completion_tokens, request.received, made.headers);
  made.plan = std::move(plan);
}

Plan OpenAiSimulator::new_plan(const ServerRequest& request) {
  Plan plan;
  plan.id = random_id("chatcmpl-", 29, ids_);
  plan.created = clock_.wall_ns(request.received) / 1'000'000'000;
  plan.timing = timing_.split(std::to_string(++requests_));
  plan.first = request.received + milliseconds(options_.ttft_ms.sample(plan.timing));
  return plan;
}

/// Gives false if the peer takes nothing at the moment: scratch_ then holds what is to be written.
bool OpenAiSimulator::write_piece(AnswerStream& answer, std::uint32_t number, std::uint32_t& index,
                                  Responder& responder) {
  scratch_.clear();
  const Instant due = answer.due();
  if (answer.take(scratch_) && truth_) truth_->sent(number, index++, due, clock_.now());
  return responder.try_write(scratch_);
}

aitb::task<> OpenAiSimulator::stream(std::unique_ptr<Plan> plan, Headers headers, Responder& responder) {
  headers.set("Content-Type", "text/event-stream; charset=utf-8");
  headers.set("Cache-Control", "no-cache");
  co_await responder.start(200, std::move(headers));
  AnswerStream answer(std::move(*plan), pace_);
  plan.reset();
  const Running running(running_, truth_.get());
  const std::uint32_t number = truth_ ? truth_->open(answer.plan().id) : 0;
  std::uint32_t index = 0;
  unsigned burst = 0;
  Instant now = clock_.now();
  while (answer.more()) {
    const Instant due = answer.due();
    if (due > now) now = clock_.now();
    if (due > now) {
      co_await clock_.sleep_until(due);
      burst = 0;
    } else if (++burst == kBurst) {
      co_await boost::asio::post(executor_, aitb::use_task);
      burst = 0;
    }
    if (!write_piece(answer, number, index, responder)) {
      const std::string kept = scratch_;
      co_await responder.write(kept);
    }
  }
  scratch_.clear();
  answer.end(scratch_);
  if (!responder.try_write(scratch_)) {
    const std::string kept = scratch_;
    co_await responder.write(kept);
  }
  co_await responder.finish();
}

aitb::task<> OpenAiSimulator::whole(std::unique_ptr<Plan> plan, Headers headers, Responder& responder) {
  std::uint32_t tokens = 1;
  for (const ChoicePlan& choice : plan->choices) {
    std::uint32_t all = choice.reasoning.tokens() + choice.content.tokens();
    for (const CallPlan& call : choice.calls) all += call.arguments.tokens();
    tokens = std::max(tokens, all);
  }
  double wait_ms = 0;
  for (std::uint32_t i = 1; i < tokens; ++i) wait_ms += options_.itl_ms.sample(plan->timing);
  const Instant due = plan->first + milliseconds(wait_ms);
  if (due > clock_.now()) co_await clock_.sleep_until(due);
  use_json(headers);
  std::string body = whole_body(*plan, options_.reasoning_field);
  co_await responder.reply(200, std::move(headers), std::move(body));
}

}  // namespace openai_simulator
