// The byte stream under HTTP and WebSocket: TCP, TLS, memory, fault. Streams compose: TLS over fault over
// TCP.
#pragma once
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <functional>
#include <memory>

#include <aitb/api.hpp>
#include <aitb/exchange.hpp>
#include <aitb/task.hpp>

namespace aitb::inline v1 {

using boost::system::error_code;
enum class Ready { read, write };

/// Readiness-based, not completion-based: an idle connection owns no buffer, a reader can share one per lane,
/// TLS needs no second buffering, and a read is stamped where it happens. One owner; destroying it closes the
/// stream.
class AITB_API Stream {
 public:
  virtual ~Stream();
  /// [lane] Never waits. Bytes read; 0 with ec = would_block (none yet), asio::error::eof (orderly end), or
  /// another error. Reads once from below, so one call is one arrival.
  virtual std::size_t try_read(asio::mutable_buffer into, error_code& ec) noexcept = 0;
  /// [lane] Never waits. Bytes taken (may be fewer than given); 0 with ec = would_block when the peer is
  /// slow.
  virtual std::size_t try_write(asio::const_buffer from, error_code& ec) noexcept = 0;
  /// [lane] Waits until try_read or try_write can make progress. Returns the error instead of throwing it;
  /// operation_aborted after cancel() or when the awaiting coroutine is cancelled.
  virtual task<error_code> wait(Ready what) = 0;
  /// [lane] Calls `ready` each time that try_read can make progress, until it returns false: wait() in a
  /// loop, but the coroutine sleeps on, which a stream that brings little and often is cheaper by. Returns
  /// the error of a failed wait, throws what `ready` throws; one that returns false or throws may have
  /// destroyed the stream.
  virtual task<error_code> wait_each(std::function<bool()> ready);
  /// [lane] Ends pending waits with operation_aborted.
  virtual void cancel() noexcept = 0;
  /// [lane] Orderly end of our direction where the stream knows one (FIN, close_notify), best effort, no
  /// waiting.
  virtual void shutdown() noexcept = 0;
  /// [lane] When the bytes of the last successful try_read arrived (bytes field: raw bytes from below).
  virtual const Arrival& last_arrival() const noexcept = 0;
  /// [lane] Cumulative TCP payload bytes and TCP_INFO where there is a socket below; zeros and nullopt
  /// elsewhere.
  virtual TransportFact totals() const noexcept = 0;
  /// [lane] What is known of the connection (ends, TLS, steps).
  virtual const ConnectionFact& connection() const noexcept = 0;

  /// [lane] Writes all of `data`, waiting as needed. Throws system_error.
  task<> write_all(asio::const_buffer data);
  /// [lane] Waits for and reads some bytes; 0 at the orderly end. Throws system_error.
  task<std::size_t> read_some(asio::mutable_buffer into);
};

}  // namespace aitb::inline v1
