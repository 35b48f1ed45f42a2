// What a scripted computer user does on a screen: looks, clicks, types, scrolls, and tells what it did.
#pragma once
#include <aitb/random.hpp>
#include <boost/json/array.hpp>

#include <optional>
#include <string>

#include "response_request.hpp"

namespace openai_simulator {

/// The actions of the next step, one unless the request takes several; nothing when the task is done. The
/// plan follows from prompt and seed, how far it is from the screenshots in the conversation.
std::optional<boost::json::array> next_actions(const ResponseRequest& request, const aitb::Random& texts);
/// What it says at the end.
std::string computer_report(const sim_kit::Ask& ask);

}  // namespace openai_simulator
