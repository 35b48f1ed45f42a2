// Checks of numbers on the command line whose complaint says what was found and what is wanted.
#pragma once
#include <CLI/CLI.hpp>

namespace aitb::core {

CLI::Validator positive_number();
CLI::Validator non_negative_number();
CLI::Validator whole_number(long low, long high);

}  // namespace aitb::core
