// Inside libaitb: from a target to a connected stream: name, TCP, TLS, within a deadline.
#pragma once
#include <functional>
#include <memory>

#include <aitb/net.hpp>

#include "net/streams.hpp"
#include "net/target.hpp"
#include "net/watchdog.hpp"

namespace aitb::net {

/// What dialling found out and used up, also when it failed or was cancelled half-way.
class DialReport {
 public:
  ConnectionFact fact;
  TransportFact lost;  ///< traffic of an attempt that gave no connection
};

/// One per lane. Tests replace it by streams of their own.
class AITB_API Dialer {
 public:
  virtual ~Dialer();
  /// `tls` null: plain. `report` and `watch` outlive the task. Throws Error (connect, tls, timeout).
  virtual task<std::unique_ptr<Stream>> dial(Target target, TlsContext tls, Watchdog::Watch& watch,
                                             DialReport& report) = 0;
};

std::unique_ptr<Dialer> make_dialer(asio::io_context& lane, Clock& clock, NetOptions options);

/// The Error for a wait that ended with `ec`: the deadline that passed, or `kind` with the code's words. A
/// cancellation is thrown as what it is.
[[noreturn]] void throw_failure(error_code ec, ErrorKind kind, const Watchdog::Watch& watch,
                                const std::string& attempted);

}  // namespace aitb::net
