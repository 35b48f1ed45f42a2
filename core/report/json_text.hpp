// JSON as a report shows it: indented, numbers in plain decimal with the fewest digits that read back the
// same.
#pragma once
#include <boost/json/value.hpp>
#include <string>

namespace aitb::core {

std::string json_text(const boost::json::value& value);
/// "12", "0.25", "1e+30": shortest, never locale-dependent.
std::string number_text(double value);

}  // namespace aitb::core
