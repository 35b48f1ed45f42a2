// Writes one message of a conversation as wire JSON: roles, parts, tool calls.
#pragma once
#include <boost/json/object.hpp>
#include <string>

#include <aitb/message.hpp>

namespace openai_dialect {

/// `send_reasoning`: never, tools or always (Options::send_reasoning). The object is made in `memory`.
boost::json::object wire_message(const aitb::Message& message, const std::string& send_reasoning,
                                 boost::json::storage_ptr memory = {});

}  // namespace openai_dialect
