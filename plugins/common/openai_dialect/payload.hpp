// Reports what a stream delta or a whole message carries, on the right channel.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>

#include <aitb/exchange.hpp>

#include "openai_dialect/tool_calls.hpp"

namespace openai_dialect {

/// `from` is `delta` or `message` of a choice: both have the same members. False if nothing generated was in
/// it.
bool report_payload(std::int64_t choice, const boost::json::object& from, ToolCalls& calls,
                    aitb::Exchange& out);

}  // namespace openai_dialect
