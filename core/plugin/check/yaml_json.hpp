// YAML text of sample.yaml and check.yaml as JSON, by YAML's core rules: quoted scalars are strings.
#pragma once
#include <boost/json/value.hpp>
#include <string>

namespace aitb::core::check {

/// Throws Error(config) with line and column where the text is no YAML.
boost::json::value json_of_yaml(const std::string& text);

}  // namespace aitb::core::check
