// One client on standard input and output.
#pragma once
#include <aitb/simulator.hpp>
#include <aitb/task.hpp>

#include <memory>
#include <vector>

#include "engine.hpp"

namespace mcp_simulator {

/// [lane] Answers until the client has closed its end and has got every answer. Throws Error(tool_failure)
/// where a fault wants the program to end.
aitb::task<> converse(std::shared_ptr<Engine> engine, std::vector<Tool> tools, aitb::Executor executor,
                      aitb::LinePeer& peer);

}  // namespace mcp_simulator
