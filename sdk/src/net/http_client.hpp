// Inside libaitb: the HTTP client of transport "beast", over streams that a dialer makes.
#pragma once
#include <memory>

#include <aitb/http.hpp>

#include "net/dial.hpp"
#include "net/streams.hpp"

namespace aitb::net {

/// `clock`, `dog` and `dialer` outlive the client and its responses. `options.deadlines` must be set.
AITB_API std::unique_ptr<HttpClient> make_stream_client(Clock& clock, Watchdog& dog, Dialer& dialer,
                                                        HttpOptions options, TlsContext tls);

}  // namespace aitb::net
