#include <aitb/derived.hpp>

#include "core/metrics/parts.hpp"

namespace aitb::core {
namespace {

void put(Sample& sample, const std::optional<std::uint64_t>& value) {
  if (value) sample.add(static_cast<double>(*value));
}

}  // namespace

void BytesPart::add(const Record& record) {
  put(content_up_, record.content_up);
  put(content_down_, record.content_down);
  put(l7_up_, record.l7_up);
  put(l7_down_, record.l7_down);
  if (record.l7_up && record.l7_down) {
    const auto up = static_cast<double>(*record.l7_up), down = static_cast<double>(*record.l7_down);
    total_.add(up + down);
    up_ += up;
    down_ += down;
    ++both_;
    if (down > 0) ratio_.add(up / down);
  }
  if (!record.transport) return;
  transport_up_.add(static_cast<double>(record.transport->sent));
  transport_down_.add(static_cast<double>(record.transport->received));
  if (record.transport->retransmits) {
    retransmits_ += static_cast<double>(*record.transport->retransmits);
    ++with_tcp_info_;
  }
  if (record.transport->rtt_us) rtt_.add(static_cast<double>(*record.transport->rtt_us) / 1e3);
  if (const auto ip = estimated_ip_bytes(record)) {
    ip_up_.add(static_cast<double>(ip->up));
    ip_down_.add(static_cast<double>(ip->down));
  }
}

void BytesPart::write(MetricWriter& out) const {
  out.distribution("content_bytes_up", content_up_);
  out.distribution("content_bytes_down", content_down_);
  out.distribution("request_bytes", l7_up_);
  out.distribution("response_bytes", l7_down_);
  out.distribution("total_bytes", total_);
  out.distribution("transport_bytes_up", transport_up_);
  out.distribution("transport_bytes_down", transport_down_);
  out.distribution("ip_bytes_up", ip_up_);
  out.distribution("ip_bytes_down", ip_down_);
  out.scalar("ul_dl_ratio", down_ > 0 ? std::optional(up_ / down_) : std::nullopt, both_);
  out.scalar("ul_dl_ratio_mean", ratio_.mean(), ratio_.n());
  out.scalar("retransmits", with_tcp_info_ > 0 ? std::optional(retransmits_) : std::nullopt, with_tcp_info_);
  out.distribution("rtt", rtt_);
}

void BytesPart::write_compat(Summary& summary) const {
  const bool both = l7_up_.n() > 0 && l7_down_.n() > 0 && *l7_down_.mean() > 0;
  summary.compat["compat_ul_dl_ratio_mean"] =
      both ? std::optional(*l7_up_.mean() / *l7_down_.mean()) : std::nullopt;
}

}  // namespace aitb::core
