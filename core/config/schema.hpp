// Checks one block of a document against a schema: problems get places, ${ENV} gets its type, defaults are
// filled in.
#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "core/config/document.hpp"

namespace aitb::core {

/// What came out of a block.
struct Block {
  boost::json::value value;        ///< defaults filled in, paths resolved
  bool ok = true;                  ///< false: problems were added; do not decode
  std::vector<std::string> unset;  ///< "/api_key: ${NAME} is not set", for secrets; the keys are left out
};

/// `checked` may differ from the document at `at` (keys taken out); pointers stay the same. Secret values go
/// into `config.secrets`.
Block check_block(const Document& document, const std::string& at, boost::json::value checked,
                  const boost::json::object& schema, Config& config, std::vector<Problem>& problems);

/// The problem at that pointer of the document.
Problem problem_at(const Document& document, const std::string& pointer, std::string message,
                   bool at_key = false);

}  // namespace aitb::core
