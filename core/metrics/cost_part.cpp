#include <fmt/format.h>

#include <aitb/derived.hpp>
#include <algorithm>

#include "core/metrics/parts.hpp"

namespace aitb::core {
namespace {

constexpr double million = 1e6;

/// Adds count × price; false if something was used that has no price.
bool add_tokens(double& sum, std::int64_t count, const std::optional<double>& price) {
  if (count <= 0) return true;
  if (!price) return false;
  sum += static_cast<double>(count) * *price / million;
  return true;
}

std::optional<double> cost_of(const Record& record, const PriceFact& price) {
  double sum = 0;
  bool priced = true, counted = false;
  const auto pictures = std::count_if(record.chunks.begin(), record.chunks.end(), [](const Chunk& chunk) {
    return chunk.kind == ChunkKind::image && chunk.bytes > 0;
  });
  if (pictures > 0 && price.image) {
    sum += static_cast<double>(pictures) * *price.image;
    // Some services report the tokens that a picture is made of; its price covers them.
    return sum;
  }
  if (pictures > 0) priced = false;
  const std::optional<std::int64_t> in = tokens_in(record), out = tokens_out(record);
  if (in) {
    const std::int64_t audio = record.usage.audio_input.value_or(0),
                       cached = record.usage.cached_input.value_or(0);
    counted = true;
    priced = add_tokens(sum, *in - audio - cached, price.input) && priced;
    priced = add_tokens(sum, cached, price.cached_input ? price.cached_input : price.input) && priced;
    priced = add_tokens(sum, audio, price.audio_input) && priced;
  }
  if (out) {
    const std::int64_t audio = record.usage.audio_output.value_or(0);
    counted = true;
    priced = add_tokens(sum, *out - audio, price.output) && priced;
    priced = add_tokens(sum, audio, price.audio_output) && priced;
  }
  if (!priced || !counted) return std::nullopt;
  return sum;
}

}  // namespace

void CostPart::add(const Record& record) {
  if (!record.success) return;
  const PriceFact* price = prices_.find(record.model);
  if (price == nullptr) price = prices_.find(record.response_model);
  const std::optional<double> cost = price != nullptr ? cost_of(record, *price) : std::nullopt;
  if (cost)
    cost_.add(*cost);
  else
    ++unpriced_;
}

void CostPart::write(MetricWriter& out) const { out.distribution("estimated_cost", cost_); }

void CostPart::remark(Summary& summary) const {
  if (cost_.n() == 0) return;
  summary.remarks.push_back(
      fmt::format("costs are estimates by prices of {}{}", prices_.date,
                  unpriced_ > 0 ? fmt::format("; {} answers have no price", unpriced_) : ""));
}

}  // namespace aitb::core
