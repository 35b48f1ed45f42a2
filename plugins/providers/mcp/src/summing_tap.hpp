// Adds up what several HTTP requests of one exchange brought, so that the record tells all of it.
#pragma once
#include <aitb/exchange.hpp>

namespace mcp {

class SummingTap final : public aitb::Tap {
 public:
  explicit SummingTap(aitb::Tap& inner) : inner_(inner) {}

  void connection(const aitb::ConnectionFact& fact) noexcept override {
    if (!connected_) inner_.connection(fact);  // how the exchange began
    connected_ = true;
  }
  void request_sent(aitb::Instant first, aitb::Instant last, std::size_t head,
                    std::size_t body) noexcept override {
    inner_.request_sent(first, last, head, body);
  }
  void arrived(const aitb::Arrival& arrival) noexcept override { inner_.arrived(arrival); }
  void response_head(int status, std::size_t bytes) noexcept override { inner_.response_head(status, bytes); }
  void response_end(std::size_t bytes) noexcept override { inner_.response_end(bytes); }
  void transport(const aitb::TransportFact& fact) noexcept override {
    if (count_++ == 0) {
      sum_ = fact;
    } else {
      sum_.sent += fact.sent;
      sum_.received += fact.received;
      add(sum_.segments_out, fact.segments_out);
      add(sum_.segments_in, fact.segments_in);
      add(sum_.data_segments_out, fact.data_segments_out);
      add(sum_.data_segments_in, fact.data_segments_in);
      add(sum_.retransmits, fact.retransmits);
    }
    inner_.transport(sum_);
  }

 private:
  using Count = std::optional<std::uint64_t>;
  static void add(Count& sum, const Count& more) {
    if (sum && more) {
      *sum += *more;
    } else {
      sum.reset();  // a part is not known, so the sum is not
    }
  }

  aitb::Tap& inner_;
  aitb::TransportFact sum_;
  int count_ = 0;
  bool connected_ = false;
};

}  // namespace mcp
