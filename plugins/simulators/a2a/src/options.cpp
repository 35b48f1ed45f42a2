#include "options.hpp"

namespace a2a_simulator {

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return aitb::fields(
      field("behavior", o.behavior,
            "What the agent at the base URL does with a text; /echo, /upper and /reverse each do one")
          .choices({"echo", "upper", "reverse"}),
      field("stream_chunks", o.stream_chunks, "Pieces of a streamed answer").range(1, 100000),
      field("stream_delay_ms", o.stream_delay_ms, "Time between two pieces"),
      field("latency_ms", o.latency_ms, "Time that a task takes, and until a stream's first piece"),
      field("fail_on", o.fail_on, "A text that holds one of these makes the task fail"),
      field("ask_on", o.ask_on, "A text that holds one of these makes the agent ask back once"),
      field("scheme", o.scheme, "Of the URL in the agent card; https where the simulator has tls: true")
          .choices({"http", "https"}),
      field("seed", o.seed, "Added to the host's seed for the drawn times"),
      field("keys", o.keys, "Bearer tokens that are accepted; empty: none is asked for").secret(),
      field("rate_limit", o.rate_limit, "Requests a minute for each key or address, then 429; 0: no limit")
          .min(0),
      field("errors", o.errors, "Errors to answer with"),
      field("allow_error_header", o.allow_error_header,
            "Let clients ask for an error by the header x-aitb-error: 429, or 429:code"));
}

}  // namespace a2a_simulator
