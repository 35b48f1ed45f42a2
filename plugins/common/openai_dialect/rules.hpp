// In what services of this dialect differ when they are asked.
#pragma once
#include <boost/json/object.hpp>
#include <string>

namespace openai_dialect {

struct Rules {
  bool stream_usage = true;                                ///< streams are asked for a usage chunk
  std::string max_tokens_field = "max_completion_tokens";  ///< or "max_tokens"
  std::string send_reasoning = "never";                    ///< or "tools", "always"
  boost::json::object extra;                               ///< further members of every chat request
};

}  // namespace openai_dialect
