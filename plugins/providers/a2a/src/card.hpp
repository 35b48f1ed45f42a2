// An agent's card: where it takes JSON-RPC, and that it speaks a protocol that we do.
#pragma once
#include <aitb/error.hpp>

#include <boost/json/value.hpp>
#include <string>

namespace a2a {

/// The URL for JSON-RPC. Throws Error(protocol) for what is no card, Error(unsupported) for an agent that
/// offers other transports only.
std::string rpc_url(const boost::json::value& card, const std::string& service);

}  // namespace a2a
