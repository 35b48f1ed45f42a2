#include "options.hpp"

namespace openai {

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return aitb::fields(
      field("base_url", o.base_url, "URL that /chat/completions is appended to").url(),
      field("api_key", o.api_key, "Key of the service, usually ${OPENAI_API_KEY}; empty sends none").secret(),
      field("auth", o.auth,
            "How the key is sent: Authorization: Bearer, an api-key header (Azure), or not at all")
          .choices({"bearer", "api-key", "none"}),
      field("organization", o.organization, "Sent as OpenAI-Organization"),
      field("project", o.project, "Sent as OpenAI-Project"),
      field("headers", o.headers, "Further request headers"),
      field("query", o.query, "Query parameters of every request (api-version on Azure)"),
      field("ca_file", o.ca_file, "PEM file of the authorities to trust; empty: those of the system").path(),
      field("verify_tls", o.verify_tls, "Check the server's certificate; switch off in tests only"),
      field("transport", o.transport, "HTTP client: beast, curl, or empty for the host's choice")
          .choices({"", "beast", "curl"}),
      field("http2", o.http2, "Use HTTP/2 (transport curl only)"),
      field("proxy", o.proxy, "Proxy URL (transport curl only)"),
      field("stream_usage", o.stream_usage, "Ask streams for a usage chunk (stream_options.include_usage)"),
      field("max_tokens_field", o.max_tokens_field, "Name under which max_tokens is sent")
          .choices({"max_completion_tokens", "max_tokens"}),
      field(
          "send_reasoning", o.send_reasoning,
          "Send the reasoning of earlier answers back as reasoning_content: never, with answers that called "
          "tools, or always")
          .choices({"never", "tools", "always"}),
      field("extra", o.extra, "Further members of every request body"));
}

}  // namespace openai
