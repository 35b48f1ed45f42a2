#include "options.hpp"

namespace a2a {

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return service::with_connection(
      service::field_list(
          field("base_url", o.base_url, "Where the agent is; its card is at agent_card_path below it").url(),
          field("agent_card_path", o.agent_card_path, "Path of the agent card").not_empty(),
          field("agents", o.agents,
                "Further agents: a name for each and its URL; a name that is not here is a path below "
                "base_url"),
          field("api_key", o.api_key, "Sent as Authorization: Bearer; empty sends none").secret(),
          field("headers", o.headers, "Further request headers"),
          field("poll_ms", o.poll_ms,
                "Pause between two looks at a task that the agent works on in the background")
              .min(1)),
      o.connection);
}

}  // namespace a2a
