// Makes several HTTP requests one exchange: the record tells what all of them brought.
#pragma once
#include <optional>

#include <aitb/exchange.hpp>

namespace service {

/// Bytes and segments are summed; the first request tells of the connection, the last of its state at the
/// end.
class SummingTap final : public aitb::Tap {
 public:
  explicit SummingTap(aitb::Tap& inner) : inner_(inner) {}

  void connection(const aitb::ConnectionFact& fact) noexcept override {
    // Twice for the first request, if a kept connection had died: the second is the one that served it.
    if (!sum_) inner_.connection(fact);
  }
  void request_sent(aitb::Instant first, aitb::Instant last, std::size_t head,
                    std::size_t body) noexcept override {
    inner_.request_sent(first, last, head, body);
  }
  void arrived(const aitb::Arrival& arrival) noexcept override { inner_.arrived(arrival); }
  void response_head(int status, std::size_t bytes) noexcept override { inner_.response_head(status, bytes); }
  void response_end(std::size_t bytes) noexcept override { inner_.response_end(bytes); }
  void transport(const aitb::TransportFact& fact) noexcept override {
    aitb::TransportFact next = fact;
    if (sum_) {
      next.sent_offset = sum_->sent_offset;
      next.received_offset = sum_->received_offset;
      next.sent += sum_->sent;
      next.received += sum_->received;
      add(next.segments_out, sum_->segments_out);
      add(next.segments_in, sum_->segments_in);
      add(next.data_segments_out, sum_->data_segments_out);
      add(next.data_segments_in, sum_->data_segments_in);
      add(next.retransmits, sum_->retransmits);
    }
    sum_ = next;
    inner_.transport(next);
  }

 private:
  using Count = std::optional<std::uint64_t>;
  static void add(Count& sum, const Count& more) noexcept {
    if (sum && more) {
      *sum += *more;
    } else {
      sum.reset();  // a part is not known, so the sum is not
    }
  }

  aitb::Tap& inner_;
  std::optional<aitb::TransportFact> sum_;
};

}  // namespace service
