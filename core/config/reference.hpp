// docs/config-reference.md, written from the field tables of the host and of every plugin.
#pragma once
#include <string>

#include "core/plugin/catalog.hpp"

namespace aitb::core {

std::string config_reference(Catalog& catalog);

}  // namespace aitb::core
