#include "core/metrics/parts.hpp"

namespace aitb::core {
namespace {

bool mentions(const std::string& text, std::string_view word) { return text.find(word) != std::string::npos; }

std::optional<Interval> percent(std::optional<Interval> share) {
  if (share) *share = {share->low * 100, share->high * 100};
  return share;
}

std::optional<double> percentage(std::uint64_t part, std::uint64_t all) {
  if (all == 0) return std::nullopt;
  return 100.0 * static_cast<double>(part) / static_cast<double>(all);
}

}  // namespace

std::string_view reference_error_class(const Record& record) noexcept {
  if (record.klass == RecordClass::tool || record.klass == RecordClass::computer_action)
    return "tool_failure";
  const int status = record.http_status.value_or(0);
  if (record.error_kind == ErrorKind::timeout || mentions(record.error, "timed out")) return "timeout";
  if (record.error_kind == ErrorKind::rate_limited || status == 429) return "rate_limited";
  if (record.error_kind == ErrorKind::server_error || status >= 500) return "server_error";
  return "other";
}

void OutcomePart::add(const Record& record) {
  const std::string kind(to_string(record.error_kind.value_or(ErrorKind::internal)));
  if (!record.success && record.final) {
    ++kinds_[kind];
    ++reference_[std::string(reference_error_class(record))];
  }
  if (!is_primary(record)) return;
  ++attempts_;
  if (!record.success) ++attempt_kinds_[kind];
  if (!record.final) ++retried_;
  if (!record.final) return;
  ++samples_;
  if (record.success) ++successes_;
}

void OutcomePart::add(const SessionFact& session) {
  ++sessions_;
  if (session.success) ++good_sessions_;
  session_seconds_.add(to_seconds(session.end - session.start));
}

void OutcomePart::write(MetricWriter& out) const {
  out.scalar("samples", static_cast<double>(samples_), samples_);
  out.scalar("success_rate", percentage(successes_, samples_), samples_, "",
             percent(share_interval(successes_, samples_)));
  out.scalar("error_count", static_cast<double>(failures()), samples_);
  for (const auto& [kind, count] : kinds_) out.scalar("errors", static_cast<double>(count), count, kind);
  for (const char* name : {"timeout", "rate_limited", "server_error", "tool_failure", "other"}) {
    const auto found = reference_.find(name);
    const std::uint64_t count = found == reference_.end() ? 0 : found->second;
    out.scalar("errors_reference", static_cast<double>(count), count, name);
  }
  out.scalar("attempts", static_cast<double>(attempts_), attempts_);
  out.scalar("attempts_retried", static_cast<double>(retried_), attempts_);
  for (const auto& [kind, count] : attempt_kinds_)
    out.scalar("attempt_errors", static_cast<double>(count), count, kind);
  out.scalar("sessions", static_cast<double>(sessions_), sessions_);
  out.scalar("session_success_rate", percentage(good_sessions_, sessions_), sessions_, "",
             percent(share_interval(good_sessions_, sessions_)));
  out.distribution("session_duration", session_seconds_);
}

}  // namespace aitb::core
