#include "options.hpp"

namespace openai_simulator {

using aitb::field;

aitb::FieldTable fields(ErrorRule& o) {
  return aitb::fields(
      field("status", o.status, "HTTP status of the error").range(400, 599),
      field("code", o.code,
            "Error code of the body (insufficient_quota …); empty: the usual one of the status"),
      field("header", o.header, "Only requests with this header; empty: all"),
      field("value", o.value, "Only if the header has this value; empty: any"),
      field("every", o.every, "Only each n-th request that the rule sees; 0: each").min(0),
      field("probability", o.probability, "Only with this probability, drawn from the seed").range(0, 1),
      field("retry_after_sec", o.retry_after_sec, "Sent as Retry-After; absent: 1 s with 429 and 503")
          .min(0));
}

aitb::FieldTable fields(Options& o) {
  return aitb::fields(
      field(
          "models", o.models,
          "Models that exist; * stands for any text (such an entry is accepted, but not listed). Empty: the "
          "usual ones of OpenAI"),
      field("keys", o.keys, "API keys that are accepted; empty: any").secret(),
      field(
          "strict", o.strict,
          "Refuse unknown parameters, and those that reasoning models do not take, as the real service does"),
      field("ttft_ms", o.ttft_ms, "Time from the request's last byte to the first generated piece"),
      field("itl_ms", o.itl_ms, "Time between tokens"),
      field("prefill_ms_per_token", o.prefill_ms_per_token, "Added to ttft_ms for each prompt token").min(0),
      field("seed", o.seed,
            "Added to the host's seed: the same seeds and request give the same text and times"),
      field("reply_tokens", o.reply_tokens, "Length of answers in tokens, before max_tokens"),
      field("tokens_per_chunk", o.tokens_per_chunk, "Tokens in each chunk of a stream, rounded, at least 1"),
      field("replies", o.replies, "Answer with one of these texts instead of generated sentences"),
      field("obfuscation", o.obfuscation,
            "Pad stream chunks as the real service does unless a client declines"),
      field("reasoning_models", o.reasoning_models,
            "Models that reason before they answer; * stands for any text"),
      field("reasoning_tokens", o.reasoning_tokens,
            "Reasoning at effort medium, in tokens; low halves, high doubles it, none and minimal switch it "
            "off"),
      field("reasoning_field", o.reasoning_field,
            "Send the reasoning under this name (reasoning_content as DeepSeek does, reasoning); empty: as "
            "OpenAI, "
            "in usage only"),
      field(
          "tool_call_probability", o.tool_call_probability,
          "How often tool_choice auto leads to a tool call; after a tool's result the answer is always text")
          .range(0, 1),
      field("rate_limit", o.rate_limit, "Requests a minute and key, then 429; 0: no limit").min(0),
      field("token_limit", o.token_limit, "Tokens a minute and key, then 429; 0: no limit").min(0),
      field("errors", o.errors, "Errors to answer with"),
      field("allow_error_header", o.allow_error_header,
            "Let clients ask for an error: x-aitb-error: 429, or 429:insufficient_quota"),
      field(
          "truth_file", o.truth_file,
          "Log the intended and the real send time of every chunk to this file (binary; relative to the run "
          "folder); empty: none"));
}

}  // namespace openai_simulator
