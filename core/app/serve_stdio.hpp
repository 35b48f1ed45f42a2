// Serves one simulator to the program that started the host, over standard input and output.
#pragma once
#include <filesystem>

#include "core/app/host_log.hpp"
#include "core/app/signals.hpp"
#include "core/config/config.hpp"
#include "core/plugin/catalog.hpp"

namespace aitb::core {

/// [main] Blocks until the peer closes our input or a signal asks to stop. Throws Error if the simulator does
/// not talk in lines.
void serve_stdio(const SimulatorEntry& entry, Catalog& catalog, HostLog& log, std::uint64_t seed,
                 const std::filesystem::path& folder, Signals& signals);

}  // namespace aitb::core
