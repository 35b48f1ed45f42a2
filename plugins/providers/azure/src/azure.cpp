#include "azure.hpp"

#include "openai_dialect/media.hpp"
#include "place.hpp"

namespace azure {
namespace {

openai_dialect::Account account(const Options& options, const std::string& form_of_bare_urls) {
  Place place =
      place_of(options.base_url, options.form, form_of_bare_urls, options.deployment, options.api_version);
  openai_dialect::Account account;
  account.base_url = std::move(place.base_url);
  account.query = std::move(place.query);
  account.api_key = options.api_key;
  account.auth = options.auth;
  account.headers = options.headers;
  return account;
}

openai_dialect::Rules rules(const Options& options) {
  openai_dialect::Rules rules;
  rules.max_tokens_field = options.max_tokens_field;
  rules.stream_usage = options.stream_usage;
  rules.extra = options.extra;
  return rules;
}

aitb::FieldTable table(Options& o, std::string endpoint, std::string key) {
  using aitb::field;
  const std::string url = "${" + endpoint + ":-}";
  const std::string variable = "${" + key + "}";
  return service::with_connection(
      service::field_list(
          field(
              "base_url", o.base_url,
              "Endpoint of the resource (https://NAME.openai.azure.com), with or without a path: usually ${" +
                  endpoint + "}")
              .example(boost::json::value(url)),
          field("api_key", o.api_key, "Key of the resource, usually " + variable)
              .secret()
              .example(boost::json::value(variable)),
          field("auth", o.auth,
                "How the key is sent: api-key header, or Authorization: Bearer (Entra tokens)")
              .choices({"api-key", "bearer", "none"}),
          field("form", o.form,
                "Form of the URLs: /openai/deployments/NAME with api-version, /openai/v1, /models, or by the "
                "path of base_url")
              .choices({"auto", "deployments", "v1", "models"}),
          field("deployment", o.deployment, "Name of the deployment; empty: the model's name"),
          field("api_version", o.api_version,
                "api-version of the requests; empty: one that is known to work"),
          field("max_tokens_field", o.max_tokens_field, "Name under which max_tokens is sent")
              .choices({"max_completion_tokens", "max_tokens"}),
          field("stream_usage", o.stream_usage,
                "Ask streams for a usage chunk (stream_options.include_usage)"),
          field("headers", o.headers, "Further request headers"),
          field("extra", o.extra, "Further members of every chat request's body")),
      o.connection);
}

}  // namespace

aitb::FieldTable fields(Options& options) {
  return table(options, "AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY");
}
aitb::FieldTable fields(AzureInference::Options& options) {
  return table(options, "AZURE_INFERENCE_ENDPOINT", "AZURE_INFERENCE_API_KEY");
}

AzureOpenAi::AzureOpenAi(Options options, aitb::Context& context, const std::string& form_of_bare_urls)
    : options_(std::move(options)), rules_(rules(options_)) {
  if (!options_.base_url.empty())
    api_.emplace(account(options_, form_of_bare_urls), options_.connection, context);
}

openai_dialect::Api& AzureOpenAi::api() {
  if (api_) return *api_;
  throw aitb::Error(
      aitb::ErrorKind::config,
      "asking Azure: no endpoint is given, and each resource has its own; set base_url to "
      "https://NAME.openai.azure.com or export AZURE_OPENAI_ENDPOINT (AZURE_INFERENCE_ENDPOINT)");
}

aitb::task<> AzureOpenAi::send(aitb::ChatRequest request, aitb::Exchange& out) {
  return openai_dialect::chat(api(), rules_, std::move(request), out);
}
aitb::task<> AzureOpenAi::generate(aitb::ImageRequest request, aitb::Exchange& out) {
  return openai_dialect::generate_images(api(), std::move(request), out);
}
aitb::task<std::vector<std::vector<float>>> AzureOpenAi::embed(aitb::EmbeddingRequest request,
                                                               aitb::Exchange& out) {
  return openai_dialect::embed(api(), std::move(request), out);
}
aitb::task<> AzureOpenAi::speak(aitb::SpeechRequest request, aitb::Exchange& out) {
  return openai_dialect::speak(api(), std::move(request), out);
}
aitb::task<> AzureOpenAi::transcribe(aitb::TranscriptionRequest request, aitb::Exchange& out) {
  return openai_dialect::transcribe(api(), std::move(request), out);
}

}  // namespace azure
