// One action of the model, done in the browser.
#pragma once
#include <aitb/task.hpp>

#include <boost/json/object.hpp>
#include <string>

#include "browser.hpp"

namespace computer_use {

/// "click", "type" …; "" if the action does not say.
std::string action_type(const boost::json::object& action);
/// "click left 10,20"; typed text as its length and its first 80 characters.
std::string summary(const boost::json::object& action);
/// Throws Error(tool_failure) for an action that does not exist or cannot be done.
aitb::task<> perform(Browser& browser, aitb::Clock& clock, boost::json::object action);

}  // namespace computer_use
