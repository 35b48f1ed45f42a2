#include "deepseek.hpp"

#include <aitb/error.hpp>

namespace deepseek {
namespace {

namespace json = boost::json;

openai_dialect::Account account(const Options& options) {
  openai_dialect::Account account;
  account.base_url = options.base_url;
  account.api_key = options.api_key;
  account.headers = options.headers;
  return account;
}

/// Thinking answers that called tools must come back with their reasoning, else the service refuses with 400;
/// it ignores the reasoning of all others.
openai_dialect::Rules rules(const Options& options) {
  openai_dialect::Rules rules;
  rules.max_tokens_field = "max_tokens";
  rules.send_reasoning = "tools";
  rules.stream_usage = options.stream_usage;
  rules.extra = options.extra;
  if (!options.thinking.empty()) {
    json::object thinking;
    thinking["type"] = options.thinking;
    rules.extra["thinking"] = std::move(thinking);
  }
  if (!options.user_id.empty()) rules.extra["user_id"] = options.user_id;
  return rules;
}

/// The service knows low, high and max.
std::string effort(const std::string& given) {
  if (given == "minimal") return "low";
  if (given == "medium") return "high";
  return given == "xhigh" ? "max" : given;
}

}  // namespace

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return service::with_connection(
      service::field_list(
          field("base_url", o.base_url, "URL that /chat/completions is appended to; the service has no /v1")
              .url(),
          field("api_key", o.api_key, "Key of the service, usually ${DEEPSEEK_API_KEY}")
              .secret()
              .example("${DEEPSEEK_API_KEY}"),
          field("thinking", o.thinking, "Think before answering; empty: as the model does by default")
              .choices({"", "enabled", "disabled"}),
          field("user_id", o.user_id, "Sent as user_id, by which the service keeps users apart"),
          field("stream_usage", o.stream_usage,
                "Ask streams for a usage chunk (stream_options.include_usage)"),
          field("headers", o.headers, "Further request headers"),
          field("extra", o.extra, "Further members of every request body")),
      o.connection);
}

DeepSeek::DeepSeek(Options options, aitb::Context& context)
    : options_(std::move(options)),
      rules_(rules(options_)),
      api_(account(options_), options_.connection, context) {}

aitb::task<> DeepSeek::send(aitb::ChatRequest request, aitb::Exchange& out) {
  if (options_.api_key.empty()) {
    throw aitb::Error(aitb::ErrorKind::auth,
                      "asking " + api_.peer().service +
                          ": no key is given, and DeepSeek answers nobody without one; set DEEPSEEK_API_KEY "
                          "in the environment or in .env");
  }
  request.reasoning_effort = effort(request.reasoning_effort);
  return openai_dialect::chat(api_, rules_, std::move(request), out);
}

}  // namespace deepseek
