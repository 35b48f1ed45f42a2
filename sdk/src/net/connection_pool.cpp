#include "net/connection_pool.hpp"

#include <boost/asio/error.hpp>
#include <utility>

namespace aitb::net {

Connection::Connection() = default;
Connection::Connection(std::unique_ptr<Stream> stream_) : stream(std::move(stream_)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

TransportFact report_since(Connection& connection) noexcept {
  const TransportFact now = connection.stream->totals();
  const TransportFact& before = connection.reported;
  const auto since = [](const std::optional<std::uint64_t>& a, const std::optional<std::uint64_t>& b) {
    return a ? std::optional<std::uint64_t>(*a - b.value_or(0)) : std::nullopt;
  };
  TransportFact fact = now;
  fact.sent = now.sent - before.sent;
  fact.received = now.received - before.received;
  fact.sent_offset = before.sent;
  fact.received_offset = before.received;
  fact.segments_out = since(now.segments_out, before.segments_out);
  fact.segments_in = since(now.segments_in, before.segments_in);
  fact.data_segments_out = since(now.data_segments_out, before.data_segments_out);
  fact.data_segments_in = since(now.data_segments_in, before.data_segments_in);
  fact.retransmits = since(now.retransmits, before.retransmits);
  connection.reported = now;
  return fact;
}

std::optional<Connection> ConnectionPool::take(const std::string& origin) {
  const auto found = idle_.find(origin);
  if (found == idle_.end()) return std::nullopt;
  std::vector<Connection>& kept = found->second;
  while (!kept.empty()) {
    Connection connection = std::move(kept.back());
    kept.pop_back();
    --count_;
    char byte = 0;
    error_code ec;
    connection.stream->try_read(asio::buffer(&byte, 1), ec);
    if (ec == asio::error::would_block) return connection;
    drop(std::move(connection));
  }
  return std::nullopt;
}

void ConnectionPool::keep(const std::string& origin, Connection connection) {
  if (count_ >= most_) {
    drop(std::move(connection));
    return;
  }
  idle_[origin].push_back(std::move(connection));
  ++count_;
}

void ConnectionPool::clear() noexcept {
  for (auto& [origin, kept] : idle_) {
    for (Connection& connection : kept) drop(std::move(connection));
  }
  idle_.clear();
  count_ = 0;
}

Bytes ConnectionPool::take_unreported() noexcept { return std::exchange(unreported_, Bytes()); }

void ConnectionPool::drop(Connection connection) noexcept {
  const TransportFact tail = report_since(connection);
  unreported_.sent += tail.sent;
  unreported_.received += tail.received;
}

}  // namespace aitb::net
