// The product's version, one place for --version, records and reports.
#pragma once
namespace aitb::core {
constexpr const char* version() { return AITB_VERSION; }
}  // namespace aitb::core
