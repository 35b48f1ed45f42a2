// Makes the pages of one query one exchange: their bytes are summed, the first page tells of the connection.
#pragma once
#include <aitb/exchange.hpp>

#include <optional>

namespace search {

class PagesTap final : public aitb::Tap {
 public:
  explicit PagesTap(aitb::Tap& to) : to_(to) {}

  void connection(const aitb::ConnectionFact& fact) noexcept override {
    if (!sum_) to_.connection(fact);
  }
  void request_sent(aitb::Instant first, aitb::Instant last, std::size_t head,
                    std::size_t body) noexcept override {
    to_.request_sent(first, last, head, body);
  }
  void arrived(const aitb::Arrival& arrival) noexcept override { to_.arrived(arrival); }
  void response_head(int status, std::size_t bytes) noexcept override { to_.response_head(status, bytes); }
  void response_end(std::size_t bytes) noexcept override { to_.response_end(bytes); }
  void transport(const aitb::TransportFact& fact) noexcept override {
    if (sum_) {
      aitb::TransportFact next = fact;
      next.sent_offset = sum_->sent_offset;
      next.received_offset = sum_->received_offset;
      next.sent += sum_->sent;
      next.received += sum_->received;
      add(next.segments_out, sum_->segments_out);
      add(next.segments_in, sum_->segments_in);
      add(next.data_segments_out, sum_->data_segments_out);
      add(next.data_segments_in, sum_->data_segments_in);
      add(next.retransmits, sum_->retransmits);
      sum_ = next;
    } else {
      sum_ = fact;
    }
    to_.transport(*sum_);
  }

 private:
  using Count = std::optional<std::uint64_t>;
  static void add(Count& to, const Count& more) noexcept {
    if (to && more) *to += *more;
  }

  aitb::Tap& to_;
  std::optional<aitb::TransportFact> sum_;
};

}  // namespace search
