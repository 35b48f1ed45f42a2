// Turns Google's error bodies (google.rpc.Status) into aitb::Error.
#pragma once
#include <boost/json/value.hpp>
#include <string_view>

#include <aitb/error.hpp>
#include <aitb/http.hpp>

#include "service/peer.hpp"

namespace gemini {

/// An answer with an error status. A wrong key comes as 400 here, and the wait in the body (RetryInfo).
aitb::Error google_failure(const service::Peer& peer, int status, const aitb::Headers& headers,
                           std::string_view body);
/// The error within a 200 answer or event.
aitb::Error google_event_failure(const service::Peer& peer, const boost::json::value& body);
/// "27s", "1.5s", "0.250s" → a wait.
std::optional<aitb::Duration> parse_duration(std::string_view text);
/// True for the refusal of a member that an older server does not know.
bool refuses_json_schema(const aitb::Error& error);

}  // namespace gemini
