#include "usage.hpp"

#include "json_read.hpp"

namespace openai {

aitb::Usage read_usage(const boost::json::object& usage) {
  aitb::Usage out;
  out.input = integer_at(usage, "prompt_tokens");
  out.output = integer_at(usage, "completion_tokens");
  out.total = integer_at(usage, "total_tokens");
  if (const boost::json::object* details = object_at(usage, "prompt_tokens_details")) {
    out.cached_input = integer_at(*details, "cached_tokens");
    out.audio_input = integer_at(*details, "audio_tokens");
  }
  if (!out.cached_input) out.cached_input = integer_at(usage, "prompt_cache_hit_tokens");  // DeepSeek
  if (const boost::json::object* details = object_at(usage, "completion_tokens_details")) {
    out.reasoning = integer_at(*details, "reasoning_tokens");
    out.audio_output = integer_at(*details, "audio_tokens");
  }
  return out;
}

}  // namespace openai
