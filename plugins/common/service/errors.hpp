// Turns what services say in error bodies and error events into aitb::Error.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include <aitb/error.hpp>
#include <aitb/http.hpp>

#include "service/peer.hpp"

namespace service {

/// An answer with an error status.
aitb::Error http_failure(const Peer& peer, int status, const aitb::Headers& headers, std::string_view body);
/// True when a body or an event is an error although the status was 200.
bool is_error(const boost::json::object& body);
/// An error that arrived inside a 200 answer: as an event of the stream, or as its whole body.
aitb::Error event_failure(const Peer& peer, const boost::json::value& body);

}  // namespace service
