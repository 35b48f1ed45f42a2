#include "options.hpp"

namespace agent {

using aitb::field;

aitb::FieldTable fields(Options& o) {
  return aitb::fields(
      field("model", o.model, "Model that decides").not_empty(),
      field("prompts", o.prompts, "Tasks, one a turn").not_empty(),
      field("system_prompt", o.system_prompt, "System message before each task; empty: none"),
      field("tools_provider", o.tools_provider, "Entry of providers whose tools are used")
          .not_empty()
          .names_provider(),
      field(
          "server_group", o.server_group,
          "Group of the tools provider's servers; a default group that it does not define: all its servers"),
      field("tools", o.tools,
            "Tools that the model is offered, by name or alias; one that no server has is left out with a "
            "warning. "
            "Empty: all that the servers have"),
      field("max_tool_calls", o.max_tool_calls,
            "Most tool calls for one task; then the model is asked for its answer without tools")
          .min(0),
      field("parallel_tool_calls", o.parallel_tool_calls,
            "Let the model ask for several calls at once; absent: the service's default. They always run "
            "side by side"),
      field("max_result_bytes", o.max_result_bytes,
            "Cut a tool's result to so many bytes before the model sees it; 0: never"),
      field("stream", o.stream, "Ask for answers as server-sent events"),
      field("keep_history", o.keep_history, "Send the earlier tasks of the session with each task"),
      field("temperature", o.temperature, "Sampling temperature; absent: the service's default").range(0, 2),
      field("max_tokens", o.max_tokens, "Longest answer in tokens; absent: the service's limit").min(1),
      field("reasoning_effort", o.reasoning_effort,
            "none, minimal, low, medium, high …, as the model knows it"),
      field("extra", o.extra, "Further members of every request body"));
}

ShoppingOptions::ShoppingOptions() {
  server_group = "shopping";
  max_tool_calls = 5;
  system_prompt =
      "You help people shop. Look products, prices and reviews up with your tools, compare at most three, "
      "and recommend one "
      "with its price and the reason.";
}

WebSearchOptions::WebSearchOptions() {
  server_group = "web_research";
  system_prompt =
      "You research on the web. Search first, read the pages that matter, and answer with what you found and "
      "where.";
}

GeneralOptions::GeneralOptions() {
  server_group = "general";
  system_prompt =
      "You complete tasks with the tools that you have. Plan the steps, use a tool for each that needs one, "
      "and end with a "
      "short report of what was done.";
}

}  // namespace agent
