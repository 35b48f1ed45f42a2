#include "desk.hpp"

#include <boost/json/parse.hpp>

#include <fmt/format.h>

#include <sim_kit/ids.hpp>
#include "authorize.hpp"
#include "limits.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;
using aitb::Headers;
using aitb::ServerRequest;

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

Desk::Desk(Options given, aitb::Context& context)
    : options(with_dialect(std::move(given))),
      dialect(dialect_of(options.dialect)),
      models(options.models, dialect),
      stage(options, sim_kit::Style("call_", 24, true), context) {
  const double each = options.keep_alive_ms.value_or(dialect == Dialect::deepseek ? 1000 : 0);
  stage.keep_alive = sim_kit::KeepAlive(": keep-alive\n\n", sim_kit::milliseconds(each));
}

std::string_view Desk::admit(const ServerRequest& request) {
  const std::string_view used = authorize(request.headers, options.keys, dialect);
  if (const auto fault = stage.faults.check(request.headers)) throw as_error(*fault);
  return used;
}

void Desk::expect_method(const ServerRequest& request, std::string_view allowed, Headers& headers) {
  if (request.method == allowed) return;
  headers.set("Allow", std::string(allowed));
  throw ApiError(405, std::string(kInvalid),
                 fmt::format("Not allowed to {} on {}.", request.method, request.path))
      .with_code("method_not_supported");
}

ApiError Desk::not_json() {
  return ApiError(
      400, std::string(kInvalid),
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your "
      "HTTP library correctly. The service expects a JSON payload, but what was sent was not valid JSON.)");
}

json::object Desk::read_body(const ServerRequest& request) {
  json::error_code failed;
  json::parse_options deep;
  deep.max_depth = 128;
  json::value body = json::parse(request.body, failed, {}, deep);
  if (failed || !body.is_object()) throw not_json();
  return std::move(body.get_object());
}

ApiError Desk::no_model(std::string_view model) const {
  return ApiError(404, std::string(kInvalid),
                  fmt::format("The model `{}` does not exist or you do not have access to it.", model))
      .with_code("model_not_found");
}

const sim_kit::Do* Desk::follow_script(const sim_kit::Ask& ask) {
  const sim_kit::Do* scripted = stage.script.find(ask);
  if (scripted != nullptr && scripted->error.status >= 400) {
    const sim_kit::ErrorAnswer& error = scripted->error;
    throw as_error(sim_kit::Fault(error.status, error.code, error.retry_after_sec));
  }
  return scripted;
}

void Desk::limit(const ServerRequest& request, std::string_view key, std::int64_t tokens, Headers& headers) {
  Headers unsaid;  // only OpenAI tells how much is left
  apply_limits(stage.limits->take(key, tokens, request.received),
               dialect == Dialect::openai ? headers : unsaid);
}

std::int64_t Desk::count(std::string_view text, std::string_view model) const {
  return static_cast<std::int64_t>(stage.planner.counter_for(model).count(text));
}

std::int64_t Desk::now_sec(const ServerRequest& request) {
  return stage.clock().wall_ns(request.received) / 1'000'000'000;
}

const std::string& Desk::fingerprint(std::string_view model) {
  if (fingerprint_.empty() || fingerprint_model_ != model) {
    aitb::Random random(options.seed, model);
    fingerprint_ = sim_kit::random_id("fp_", 10, random, kHex);
    fingerprint_model_ = model;
  }
  return fingerprint_;
}

std::string Desk::id(std::string_view prefix, std::size_t digits) {
  return sim_kit::random_id(prefix, digits, stage.ids, kHex);
}

}  // namespace openai_simulator
