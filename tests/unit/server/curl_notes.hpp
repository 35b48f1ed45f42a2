// What an HTTP client reported to its tap.
#pragma once
#include <aitb/exchange.hpp>
#include <vector>

namespace aitb::test {

/// Writes down what the client reports.
class Notes final : public Tap {
 public:
  void connection(const ConnectionFact& fact) noexcept override { connections.push_back(fact); }
  void request_sent(Instant first_, Instant last_, std::size_t head, std::size_t body) noexcept override {
    first = first_;
    last = last_;
    request_head = head;
    request_body = body;
  }
  void arrived(const Arrival& arrival) noexcept override { arrivals.push_back(arrival); }
  void response_head(int status_, std::size_t bytes) noexcept override {
    status = status_;
    response_head_bytes = bytes;
  }
  void response_end(std::size_t bytes) noexcept override {
    response_body = bytes;
    ++ends;
  }
  void transport(const TransportFact& fact) noexcept override { transports.push_back(fact); }

  std::vector<ConnectionFact> connections;
  std::vector<Arrival> arrivals;
  std::vector<TransportFact> transports;
  Instant first{}, last{};
  std::size_t request_head = 0, request_body = 0, response_head_bytes = 0, response_body = 0;
  int status = 0, ends = 0;
};

}  // namespace aitb::test
