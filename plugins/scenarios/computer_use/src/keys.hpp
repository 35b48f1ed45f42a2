// Names of keys, as models write them, to the events that a browser knows.
#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace computer_use {

/// Down in the given order, up in the opposite one; Ctrl, Shift, Alt and Meta hold while they are down.
/// Throws Error(tool_failure) for a name that is none.
std::vector<boost::json::object> key_events(const std::vector<std::string>& names);

}  // namespace computer_use
