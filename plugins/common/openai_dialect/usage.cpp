#include "openai_dialect/usage.hpp"

#include "service/json_read.hpp"

namespace openai_dialect {

using namespace service;

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

aitb::Usage read_token_usage(const boost::json::object& usage) {
  aitb::Usage out;
  out.input = integer_at(usage, "input_tokens");
  out.output = integer_at(usage, "output_tokens");
  out.total = integer_at(usage, "total_tokens");
  for (std::string_view name : {"input_tokens_details", "input_token_details"}) {
    const boost::json::object* details = object_at(usage, name);
    if (details == nullptr) continue;
    out.cached_input = integer_at(*details, "cached_tokens");
    out.audio_input = integer_at(*details, "audio_tokens");
  }
  if (const boost::json::object* details = object_at(usage, "output_tokens_details")) {
    out.reasoning = integer_at(*details, "reasoning_tokens");
    out.audio_output = integer_at(*details, "audio_tokens");
  }
  return out;
}

}  // namespace openai_dialect
