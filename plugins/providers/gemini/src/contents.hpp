// A conversation as Gemini's `contents`: user and model turns of parts.
#pragma once
#include <boost/json/object.hpp>

#include <aitb/message.hpp>

namespace gemini {

/// Sets `contents`, and `systemInstruction` if there is one.
void add_contents(boost::json::object& body, const aitb::ChatRequest& request);

}  // namespace gemini
