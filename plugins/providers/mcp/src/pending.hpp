// A request that waits for its answer, and how its bytes and times reach the record.
#pragma once
#include <aitb/error.hpp>
#include <aitb/exchange.hpp>
#include <aitb/task.hpp>

#include <cstdint>
#include <memory>
#include <optional>

#include "mcp_wire/messages.hpp"

namespace mcp {

/// One request on its way. Shared by the caller, the table of the connection and its timer.
class Pending {
 public:
  Pending(std::int64_t id_, aitb::Exchange& out_, aitb::Instant now)
      : id(id_), out(&out_), sign_of_life(now) {}

  void succeed(mcp_wire::Message message) {
    answer.emplace(std::move(message));
    over.notify();
  }
  void fail(aitb::Error error) {
    if (!settled()) failure.emplace(std::move(error));  // an answer that has come counts
    over.notify();
  }
  bool settled() const noexcept { return answer.has_value() || failure.has_value(); }

  std::int64_t id;
  aitb::Exchange* out;         ///< nullptr once the caller has gone
  aitb::Instant sign_of_life;  ///< when the server last said anything about it
  std::size_t received = 0;    ///< bytes of progress so far, where the wire does not count them itself
  int progress = 0;
  std::optional<mcp_wire::Message> answer;
  std::optional<aitb::Error> failure;
  aitb::Signal over;
};

}  // namespace mcp
