// The body of generateContent after checking: what the answer depends on.
#pragma once
#include <boost/json/object.hpp>

#include <string_view>

#include <sim_kit/ask.hpp>

namespace gemini_simulator {

/// Checks the body as the real service does; throws ApiError. With `signatures`, function calls must come
/// back with their thoughtSignature. `ask.model` is set already.
void read_request(const boost::json::object& body, bool signatures, sim_kit::Ask& ask);

/// Contents, with the rule that every function call is answered in the next one. Media are parts whose name
/// is their modality.
void read_contents(const boost::json::array& contents, bool signatures, sim_kit::Ask& ask);
void read_tools(const boost::json::object& body, sim_kit::Ask& ask);

}  // namespace gemini_simulator
