// Turns the items of a Responses conversation into what plans and scripts look at.
#pragma once
#include <boost/json/array.hpp>

#include <sim_kit/ask.hpp>

namespace openai_simulator {

/// Every call must be answered, and pending safety checks acknowledged. Throws ApiError.
void read_items(const boost::json::array& items, sim_kit::Ask& ask);

}  // namespace openai_simulator
