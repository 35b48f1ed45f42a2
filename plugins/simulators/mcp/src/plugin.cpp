#include <aitb/plugin.hpp>

#include "simulator.hpp"

AITB_PLUGIN("org.aitb.mcp-simulator", "0.1.0", "Apache-2.0",
            aitb::simulator<mcp_simulator::McpSimulator>("mcp", "An MCP server with tools for agents"));
