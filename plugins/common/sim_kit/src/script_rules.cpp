#include <sim_kit/script_rules.hpp>

namespace sim_kit {

using aitb::field;

aitb::FieldTable fields(When& o) {
  return aitb::fields(
      field("prompt", o.prompt,
            "Text of the last user message: a pattern with * for any text, or a regular expression between "
            "slashes (/weather|rain/)"),
      field("model", o.model, "Model; * stands for any text"),
      field("path", o.path, "Path of the request (/v1/images/*); * stands for any text"),
      field("header", o.header, "Headers and their values; * stands for any text"),
      field("turn", o.turn, "Number of the user turn, from 1").min(1),
      field("tool_results", o.tool_results, "How many tool results came since the last user message").min(0),
      field("has_tools", o.has_tools, "Whether the request offers tools"),
      field("has_media", o.has_media, "Whether the last user message has images, audio, video or files"));
}

aitb::FieldTable fields(CallRule& o) {
  return aitb::fields(
      field("name", o.name, "Tool to call").required(),
      field("arguments", o.arguments, "Arguments; absent: made from the tool's schema and the prompt"));
}

aitb::FieldTable fields(ErrorAnswer& o) {
  return aitb::fields(
      field("status", o.status, "HTTP status of the error; 0: no error").range(0, 599),
      field("code", o.code, "Error code of the body; empty: the usual one of the status"),
      field("retry_after_sec", o.retry_after_sec, "Sent as Retry-After; absent: what is usual for the status")
          .min(0));
}

aitb::FieldTable fields(Do& o) {
  return aitb::fields(
      field("reply", o.reply,
            "Answer with this text; {prompt} stands for the prompt, {results} for the tools' results"),
      field("tokens", o.tokens, "Answer with generated text of so many tokens").range(1, 1 << 20),
      field("tool_calls", o.tool_calls, "Call these tools, in one step"),
      field("refusal", o.refusal, "Refuse with this text"),
      field("reasoning", o.reasoning, "Reason with this text before the answer"),
      field("finish_reason", o.finish_reason, "End with this reason instead of the usual one")
          .choices({"", "stop", "length", "tool_calls", "content_filter"}),
      field("error", o.error, "Answer with an error"),
      field("image_size", o.image_size, "Size of generated images in pixels (640x480)")
          .pattern("^([0-9]+x[0-9]+)?$", "WIDTHxHEIGHT"),
      field("delay_ms", o.delay_ms, "Wait this much longer before the first piece"),
      field("safety_checks", o.safety_checks,
            "Codes of safety checks that a computer action must have acknowledged"));
}

aitb::FieldTable fields(Rule& o) {
  return aitb::fields(
      field("when", o.when, "Requests that the rule is for; empty: all"),
      field("do", o.action, "What to answer"),
      field("times", o.times, "Only the first so many requests that it fits, then the next rule; 0: always")
          .min(0));
}

}  // namespace sim_kit
