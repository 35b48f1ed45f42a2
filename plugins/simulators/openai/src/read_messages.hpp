// Turns checked chat messages into what plans and scripts look at.
#pragma once
#include <boost/json/array.hpp>

#include <sim_kit/ask.hpp>

namespace openai_simulator {

/// An image costs 85 tokens at detail low and 765 otherwise (four 512-pixel tiles: what a 1024 × 1024 picture
/// costs).
void read_messages(const boost::json::array& messages, sim_kit::Ask& ask);

}  // namespace openai_simulator
