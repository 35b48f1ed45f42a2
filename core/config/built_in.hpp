// The files of configs/, compiled in, so that the host runs in any folder.
#pragma once
#include <string_view>

namespace aitb::core {

std::string_view built_in_scenarios() noexcept;
std::string_view built_in_profiles() noexcept;
std::string_view built_in_simulators() noexcept;
std::string_view built_in_mcp_servers() noexcept;
std::string_view built_in_prices() noexcept;

}  // namespace aitb::core
