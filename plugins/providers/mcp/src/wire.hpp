// What carries the messages of one connection: the pipes of a child, or HTTP.
#pragma once
#include <aitb/exchange.hpp>
#include <aitb/task.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "pending.hpp"

namespace mcp {

/// Where a wire delivers what it reads. [lane]
class Inbox {
 public:
  virtual ~Inbox() = default;
  /// One line, body or event. `arrival` and `bytes` are given where the wire itself reports nothing to the
  /// exchange.
  virtual void receive(std::string_view text, const aitb::Arrival* arrival, std::size_t bytes) = 0;
  /// The exchange of a request that still waits, or nullptr.
  virtual aitb::Exchange* exchange_of(std::int64_t id) noexcept = 0;
  /// The connection has ended for good; all that waits fails with this.
  virtual void lost(aitb::Error error) = 0;
};

class Wire {
 public:
  virtual ~Wire() = default;
  /// [lane] Sends a request. May return before the answer is there, which comes through the inbox.
  virtual aitb::task<> send(std::string text, std::shared_ptr<Pending> pending) = 0;
  /// [lane] Sends a notification or an answer, later.
  virtual void post(std::string text) = 0;
  /// [lane] The handshake is over, in this revision.
  virtual void agreed(std::string_view revision) = 0;
  /// [lane] Ends the connection in an orderly way, within a bounded time.
  virtual aitb::task<> close() = 0;
  /// [lane] Delivers nothing from now on and ends at once what runs in the background. Called by the owner
  /// last.
  virtual void abandon() noexcept = 0;
  /// True where send() itself watches over a silent server.
  virtual bool has_deadlines() const noexcept = 0;
};

}  // namespace mcp
