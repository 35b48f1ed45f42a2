// Reads the `usage` object of OpenAI-style answers, with the names that other services give to the same
// numbers.
#pragma once
#include <boost/json/object.hpp>

#include <aitb/message.hpp>

namespace openai {

aitb::Usage read_usage(const boost::json::object& usage);

}  // namespace openai
