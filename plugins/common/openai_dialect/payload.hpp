// Reports what a stream delta or a whole message carries, on the right channel.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include <aitb/exchange.hpp>

#include "openai_dialect/tool_calls.hpp"

namespace openai_dialect {

/// `from` is `delta` or `message` of a choice: both have the same members. False if nothing generated was in
/// it.
bool report_payload(std::int64_t choice, const boost::json::object& from, ToolCalls& calls,
                    aitb::Exchange& out);

/// The one text that a delta carries, and nothing else.
struct OnlyText {
  const boost::json::string* value = nullptr;
  aitb::Channel channel{};
};
std::optional<OnlyText> only_text(const boost::json::object& delta);

}  // namespace openai_dialect
