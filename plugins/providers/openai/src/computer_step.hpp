// One step of computer use by the Responses API: screenshots up, actions down.
#pragma once
#include <string>

#include <aitb/computer.hpp>

#include "options.hpp"

namespace openai {

/// `tool`: computer or computer_use_preview.
std::string computer_body(const aitb::ComputerRequest& request, const std::string& tool);
/// [lane]
aitb::task<aitb::ComputerReply> computer_step(openai_dialect::Api& api, const Options& options,
                                              aitb::ComputerRequest request, aitb::Exchange& out);

}  // namespace openai
