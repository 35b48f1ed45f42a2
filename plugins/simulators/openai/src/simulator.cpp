#include "simulator.hpp"

#include <fmt/format.h>

#include <cmath>

#include <sim_kit/json_write.hpp>
#include "chat_endpoint.hpp"

namespace openai_simulator {
namespace {

using aitb::Duration;
using aitb::Headers;
using aitb::Responder;
using aitb::ServerRequest;

/// Rounded up.
std::string whole_ms(Duration time) {
  std::string text;
  sim_kit::append_number(text, (time.count() + 999'999) / 1'000'000);
  return text;
}

}  // namespace

OpenAiSimulator::OpenAiSimulator(Options options, aitb::Context& context)
    : desk_(std::move(options), context), responses_(desk_, context), media_(desk_, context) {}

void* OpenAiSimulator::face(std::string_view face_id) noexcept {
  return face_id == aitb::HttpService::id ? static_cast<aitb::HttpService*>(this) : nullptr;
}

std::string OpenAiSimulator::key() const {
  return desk_.options.keys.empty() ? "sk-simulated-0123456789" : desk_.options.keys.front();
}

/// No coroutine, but the one that plays the answer: so neither the request nor a frame of this waits with it.
aitb::task<> OpenAiSimulator::serve(ServerRequest request, Responder& responder) {
  Answer made = answer(request);
  sim_kit::Stage& stage = desk_.stage;
  if (made.writer) {
    made.headers.add_copy("Content-Type", "text/event-stream; charset=utf-8");
    made.headers.add_copy("Cache-Control", "no-cache");
    return stage.stream(std::move(made.plan), std::move(made.writer), std::move(made.headers), responder);
  }
  if (made.plan) {
    made.due = stage.whole_due(*made.plan);
    made.body = made.write(*made.plan);
  }
  made.headers.add_copy("Content-Type", made.type);
  if (made.piece > 0)
    return stage.pour(made.due, made.piece, std::move(made.headers), std::move(made.body), responder);
  if (made.due > stage.clock().now())
    return stage.reply_at(made.due, std::move(made.headers), std::move(made.body), responder);
  return responder.reply(made.status, std::move(made.headers), std::move(made.body));
}

Answer OpenAiSimulator::answer(const ServerRequest& request) {
  Answer made;
  made.headers.add("x-request-id", desk_.id("req_", 32));
  try {
    route(request, made);
  } catch (const ApiError& error) {
    made.plan.reset();
    made.writer.reset();
    made.due = {};
    made.piece = 0;
    made.status = error.status;
    made.body = error.body(desk_.dialect);
    made.type = "application/json";
    if (error.retry_after) {
      made.headers.set("retry-after", fmt::format("{:.0f}", std::ceil(*error.retry_after)));
      made.headers.set("retry-after-ms", fmt::format("{:.0f}", std::ceil(*error.retry_after * 1000)));
    }
  }
  if (desk_.dialect != Dialect::openai) return made;
  made.headers.add_copy("openai-version", "2020-10-01");
  const Duration spent = desk_.stage.clock().now() - request.received;
  made.headers.add_copy("openai-processing-ms", whole_ms(spent));
  return made;
}

void OpenAiSimulator::route(const ServerRequest& request, Answer& made) {
  std::string_view path = request.path;
  if (path.starts_with("/v1/")) path.remove_prefix(3);
  if (desk_.dialect == Dialect::deepseek && path.starts_with("/beta/")) path.remove_prefix(5);
  if (path == "/chat/completions") {
    Desk::expect_method(request, "POST", made.headers);
    return answer_chat(desk_, request, made);
  }
  if (tell(request, path, made) || responses_.answer(request, path, made) ||
      media_.answer(request, path, made))
    return;
  throw ApiError(404, std::string(kInvalid),
                 fmt::format("Invalid URL ({} {})", request.method, request.path));
}

/// What is answered without planning. False if the path is another.
bool OpenAiSimulator::tell(const ServerRequest& request, std::string_view path, Answer& made) {
  constexpr std::string_view kModels = "/models";
  if (path == "/health") {
    made.body = "{\"status\":\"ok\"}\n";
  } else if (path == "/user/balance" && desk_.dialect == Dialect::deepseek) {
    desk_.admit(request);
    made.body = R"({"is_available":true,"balance_infos":[{"currency":"USD","total_balance":"110.00",)"
                R"("granted_balance":"10.00","topped_up_balance":"100.00"}]})";
  } else if (path == "/") {
    made.body =
        "{\"service\":\"simulated OpenAI API\",\"base_url\":\"/v1\",\"endpoints\":[\"POST "
        "/v1/chat/completions\",\"POST /v1/responses\",\"POST /v1/completions\",\"POST /v1/embeddings\","
        "\"POST /v1/images/generations\",\"POST /v1/audio/speech\",\"POST /v1/audio/transcriptions\","
        "\"GET /v1/models\",\"GET /v1/models/{model}\",\"GET /health\"]}\n";
  } else if (path == kModels || path.starts_with("/models/")) {
    Desk::expect_method(request, "GET", made.headers);
    desk_.admit(request);
    made.body =
        path == kModels ? desk_.models.list_body() : desk_.models.one_body(path.substr(kModels.size() + 1));
  } else {
    return false;
  }
  return true;
}

}  // namespace openai_simulator
