#include <aitb/plugin.hpp>

#include "mcp.hpp"

AITB_PLUGIN("org.aitb.mcp", "0.1.0", "Apache-2.0",
            aitb::provider<mcp::Mcp>("mcp", "Tools of MCP servers, over their pipes or Streamable HTTP"));
