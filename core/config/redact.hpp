// Takes secret values out of the source texts before they go into a run folder or an error.
#pragma once
#include <vector>

#include "core/config/document.hpp"

namespace aitb::core {

/// Fills SourceFile::redacted of config.files from config.secrets.
void redact_files(Config& config, const std::vector<const Document*>& documents);

}  // namespace aitb::core
