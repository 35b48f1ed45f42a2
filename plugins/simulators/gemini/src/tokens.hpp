// Usage in Gemini's form: by modality, with thoughts apart from the answer.
#pragma once
#include <cstdint>
#include <string>

#include <sim_kit/ask.hpp>
#include <sim_kit/plan.hpp>

namespace gemini_simulator {

/// Media tokens of a prompt.
class MediaTokens {
 public:
  MediaTokens() = default;
  explicit MediaTokens(const sim_kit::Ask& ask);
  std::int64_t image = 0, audio = 0, video = 0, document = 0;
  std::int64_t all() const { return image + audio + video + document; }
};

class GeminiPlan : public sim_kit::Plan {
 public:
  GeminiPlan() = default;
  MediaTokens media;
  bool call_ids = false;    ///< gemini-3 models name their calls
  bool signatures = false;  ///< and sign the first of a step
};

/// [{"modality": …, "tokenCount": …}]
void append_details(std::string& out, std::int64_t total, const MediaTokens& media);
/// The usageMetadata object when `said` tokens of the answer are out.
void append_usage(std::string& out, const GeminiPlan& plan, std::int64_t said);
/// STOP, MAX_TOKENS or SAFETY: a turn that ends in calls has STOP.
std::string_view finish_reason(const sim_kit::ChoicePlan& choice);
/// {"functionCall": …} with what the model adds to it; uses the arguments up.
void append_call(std::string& out, const GeminiPlan& plan, std::size_t index, sim_kit::CallPlan& call);

}  // namespace gemini_simulator
