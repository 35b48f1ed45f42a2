#include "vllm.hpp"

#include "openai_dialect/media.hpp"

namespace vllm {
namespace {

openai_dialect::Account account(const Options& options) {
  openai_dialect::Account account;
  account.base_url = normalised(options.base_url);
  account.api_key = options.api_key;
  account.headers = options.headers;
  return account;
}

openai_dialect::Rules rules(const Options& options) {
  openai_dialect::Rules rules;
  rules.max_tokens_field = "max_tokens";
  rules.send_reasoning = options.send_reasoning;
  rules.stream_usage = options.stream_usage;
  rules.extra = options.extra;
  return rules;
}

}  // namespace

std::string normalised(std::string base_url) {
  while (base_url.ends_with('/')) base_url.pop_back();
  const std::size_t scheme = base_url.find("://");
  const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  const bool has_path = base_url.find('/', host) != std::string::npos;
  return has_path ? base_url : base_url + "/v1";
}

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return service::with_connection(
      service::field_list(
          field("base_url", o.base_url, "URL of the server; /v1 is appended to one without a path")
              .url()
              .example("${VLLM_BASE_URL:-http://localhost:8000/v1}"),
          field("api_key", o.api_key, "Key, if the server asks for one: ${VLLM_API_KEY}")
              .secret()
              .example("${VLLM_API_KEY:-}"),
          field("stream_usage", o.stream_usage,
                "Ask streams for a usage chunk (stream_options.include_usage); switch off for servers that "
                "refuse it"),
          field("send_reasoning", o.send_reasoning,
                "Send the reasoning of earlier answers back: never, with answers that called tools, or "
                "always")
              .choices({"never", "tools", "always"}),
          field("headers", o.headers, "Further request headers"),
          field("extra", o.extra, "Further members of every chat request's body (mm_processor_kwargs …)")),
      o.connection);
}

Vllm::Vllm(Options options, aitb::Context& context)
    : options_(std::move(options)),
      rules_(rules(options_)),
      api_(account(options_), options_.connection, context) {}

aitb::task<> Vllm::send(aitb::ChatRequest request, aitb::Exchange& out) {
  return openai_dialect::chat(api_, rules_, std::move(request), out);
}

aitb::task<std::vector<std::vector<float>>> Vllm::embed(aitb::EmbeddingRequest request, aitb::Exchange& out) {
  return openai_dialect::embed(api_, std::move(request), out);
}

aitb::task<> Vllm::transcribe(aitb::TranscriptionRequest request, aitb::Exchange& out) {
  return openai_dialect::transcribe(api_, std::move(request), out);
}

}  // namespace vllm
