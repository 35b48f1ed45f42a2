// JSON as people read it: two spaces a level, short values on one line.
#pragma once
#include <boost/json/value.hpp>
#include <string>

namespace aitb::core {

std::string pretty_json(const boost::json::value& value, std::size_t indent = 0);

}  // namespace aitb::core
