#include <aitb/plugin.hpp>

#include "search.hpp"

AITB_PLUGIN(
    "org.aitb.search", "0.1.0", "Apache-2.0",
    aitb::provider<search::SearchProvider>("search", "Web search by the engine that its option names"),
    aitb::provider<search::Preset<search::DuckDuckGoOptions>>("duckduckgo",
                                                              "DuckDuckGo, by its pages without scripts"),
    aitb::provider<search::Preset<search::GoogleOptions>>("google", "Google Custom Search"),
    aitb::provider<search::Preset<search::BraveOptions>>("brave", "Brave Search"));
