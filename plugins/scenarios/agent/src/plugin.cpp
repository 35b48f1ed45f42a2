#include <aitb/plugin.hpp>

#include "agent.hpp"

AITB_PLUGIN("org.aitb.agent", "0.1.0", "Apache-2.0",
            aitb::scenario<agent::Agent>("agent", "A model that calls tools until it has an answer"),
            aitb::scenario<agent::AgentOf<agent::ShoppingOptions>>("shopping_agent",
                                                                   "An agent that compares products"),
            aitb::scenario<agent::AgentOf<agent::WebSearchOptions>>("web_search_agent",
                                                                    "An agent that researches on the web"),
            aitb::scenario<agent::AgentOf<agent::GeneralOptions>>("general_agent",
                                                                  "An agent with every tool there is"));
