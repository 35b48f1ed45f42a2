// Facts about the machine and the build that belong to a run.
#pragma once
#include <boost/json/object.hpp>

namespace aitb::core {

/// Host, kernel, CPU, clock source, load, TCP settings, limits and library versions; null where the system
/// does not tell.
boost::json::object environment_facts();

}  // namespace aitb::core
