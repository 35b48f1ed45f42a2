#include "options.hpp"

namespace openai {

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  openai_dialect::Account& a = o.account;
  openai_dialect::Rules& r = o.rules;
  return service::with_connection(
      service::field_list(
          field("base_url", a.base_url, "URL that /chat/completions and the other paths are appended to")
              .url(),
          field("api_key", a.api_key, "Key of the service, usually ${OPENAI_API_KEY}; empty sends none")
              .secret()
              .example("${OPENAI_API_KEY}"),
          field("auth", a.auth,
                "How the key is sent: Authorization: Bearer, an api-key header (Azure), or not at all")
              .choices({"bearer", "api-key", "none"}),
          field("organization", a.organization, "Sent as OpenAI-Organization"),
          field("project", a.project, "Sent as OpenAI-Project"),
          field("headers", a.headers, "Further request headers"),
          field("query", a.query, "Query parameters of every request (api-version on Azure)"),
          field("api", o.api, "How chats are asked for: POST /chat/completions or POST /responses")
              .choices({"chat_completions", "responses"}),
          field("store", o.store, "Responses API: let the service keep the responses"),
          field("computer_tool", o.computer_tool,
                "Computer use: the tool's form; empty chooses by the model (computer-use-preview knows the "
                "older form only)")
              .choices({"", "computer", "computer_use_preview"}),
          field("stream_usage", r.stream_usage,
                "Ask streams for a usage chunk (stream_options.include_usage)"),
          field("max_tokens_field", r.max_tokens_field, "Name under which max_tokens is sent")
              .choices({"max_completion_tokens", "max_tokens"}),
          field("send_reasoning", r.send_reasoning,
                "Send the reasoning of earlier answers back as reasoning_content: never, with answers that "
                "called tools, or always")
              .choices({"never", "tools", "always"}),
          field("extra", r.extra, "Further members of every chat request's body")),
      o.connection);
}

}  // namespace openai
