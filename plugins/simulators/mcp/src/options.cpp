#include "options.hpp"

namespace mcp_simulator {

using aitb::field;

aitb::FieldTable fields(FaultRule& o) {
  return aitb::fields(
      field("tool", o.tool, "Only calls of this tool; empty: of any"),
      field("effect", o.effect,
            "error: a result with isError; rpc_error: an error answer; hang: no answer; garbage: a line or "
            "event that is "
            "no message before the answer; crash: the program ends, the connection is cut")
          .choices({"error", "rpc_error", "hang", "garbage", "crash"}),
      field("message", o.message, "Text of the error"),
      field("every", o.every, "Only each n-th call that the rule sees; 0: each").min(0),
      field("probability", o.probability, "Only with this probability, drawn from the seed").range(0, 1));
}

aitb::FieldTable fields(Options& o) {
  return aitb::fields(
      field("tools", o.tools,
            "Tools that are offered; a name without a tool of that name here gets one that answers with a "
            "text. Empty: "
            "all that there are"),
      field("page_size", o.page_size, "Tools in each page of tools/list; 0: one page").min(0),
      field("revision", o.revision, "Newest revision of the protocol that it speaks")
          .choices({"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"}),
      field("answer", o.answer,
            "Over HTTP, answer calls as an event stream, as JSON, or (auto) as events where progress is "
            "asked for")
          .choices({"auto", "sse", "json"}),
      field("sessions", o.sessions, "Over HTTP, give out and ask for Mcp-Session-Id"),
      field("origins", o.origins, "Origins of web pages that may talk to it, any port; another is refused"),
      field("ping_every", o.ping_every, "Ping the client before each n-th result of a call; 0: never").min(0),
      field("latency_ms", o.latency_ms, "Time from a call to its result"),
      field("result_bytes", o.result_bytes, "Size of what searches, fetches and unknown tools answer"),
      field("seed", o.seed,
            "Added to the host's seed: the same seeds and arguments give the same results and times"),
      field("faults", o.faults, "What goes wrong"));
}

}  // namespace mcp_simulator
