#include <sim_kit/options.hpp>

namespace sim_kit {

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
      field("retry_after_sec", o.retry_after_sec, "Sent as Retry-After; absent: what is usual for the status")
          .min(0));
}

aitb::FieldTable fields(AgentOptions& o) {
  return aitb::fields(
      field("min_calls", o.min_calls, "Fewest tool calls for a prompt").range(0, 64),
      field("max_calls", o.max_calls, "Most tool calls for a prompt; 0: none, the answer comes at once")
          .range(0, 64),
      field("parallel", o.parallel,
            "Most tool calls in one step, where the request allows several; steps of 1 up to this many")
          .range(1, 64));
}

std::vector<aitb::Field> common_fields(Options& o, const std::string& usual_models) {
  std::vector<aitb::Field> all;
  const auto add = [&all](aitb::Field one) { all.push_back(std::move(one)); };
  add(field("models", o.models,
            "Models that exist; * stands for any text (such an entry is accepted, but not listed). Empty: " +
                usual_models));
  add(field("keys", o.keys, "API keys that are accepted; empty: any").secret());
  add(field("ttft_ms", o.ttft_ms, "Time from the request's last byte to the first generated piece"));
  add(field("itl_ms", o.itl_ms, "Time between tokens"));
  add(field("prefill_ms_per_token", o.prefill_ms_per_token, "Added to ttft_ms for each prompt token").min(0));
  add(field("seed", o.seed,
            "Added to the host's seed: the same seeds and request give the same text and times"));
  add(field("reply_tokens", o.reply_tokens, "Length of answers in tokens, before the request's own limit"));
  add(field("tokens_per_chunk", o.tokens_per_chunk, "Tokens in each chunk of a stream, rounded, at least 1"));
  add(field("replies", o.replies, "Answer with one of these texts instead of generated sentences"));
  add(field("reasoning_models", o.reasoning_models,
            "Models that reason before they answer; * stands for any text"));
  add(field("reasoning_tokens", o.reasoning_tokens,
            "Reasoning at effort medium, in tokens; low halves, high doubles it, none and minimal switch it "
            "off"));
  add(field("script", o.script,
            "Rules that choose answers by request: the first whose `when` fits says what to `do`"));
  add(field("agent", o.agent,
            "How the scripted agent plans, which answers requests that carry tools and fit no rule: it calls "
            "tools step by step, reads their results and quotes them in its answer"));
  add(field("tool_call_probability", o.tool_call_probability,
            "Instead of the agent: how often tool_choice auto leads to one tool call; after a tool's result "
            "the answer is always text. 0: tools are never called unless required")
          .range(0, 1));
  add(field("rate_limit", o.rate_limit, "Requests a minute and key, then 429; 0: no limit").min(0));
  add(field("token_limit", o.token_limit, "Tokens a minute and key, then 429; 0: no limit").min(0));
  add(field("errors", o.errors, "Errors to answer with"));
  add(field("allow_error_header", o.allow_error_header,
            "Let clients ask for an error: x-aitb-error: 429, or 429:insufficient_quota"));
  add(field("truth_file", o.truth_file,
            "Log the intended and the real send time of every chunk to this file (binary; relative to the "
            "run folder); empty: none"));
  return all;
}

}  // namespace sim_kit
