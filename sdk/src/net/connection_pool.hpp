// Inside libaitb: kept connections of one client, by origin.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <aitb/stream.hpp>

namespace aitb::net {

/// Bytes of the transport that some exchange must still report.
class Bytes {
 public:
  std::uint64_t sent = 0, received = 0;
};

/// A stream with the totals up to which its traffic has been reported.
class Connection {
 public:
  Connection();
  explicit Connection(std::unique_ptr<Stream> stream);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  std::unique_ptr<Stream> stream;
  TransportFact reported;
};

/// What happened on `connection` since it was last reported; remembers that it now is.
TransportFact report_since(Connection& connection) noexcept;

/// Last in, first out. A kept connection with something to read is dead: the peer closed it or misbehaves.
class ConnectionPool {
 public:
  explicit ConnectionPool(std::size_t most) : most_(most) {}
  std::optional<Connection> take(const std::string& origin);
  void keep(const std::string& origin, Connection connection);
  void clear() noexcept;
  /// Traffic of dropped connections that came after their last exchange; given once.
  Bytes take_unreported() noexcept;

 private:
  void drop(Connection connection) noexcept;

  std::map<std::string, std::vector<Connection>> idle_;
  std::size_t most_, count_ = 0;
  Bytes unreported_;
};

}  // namespace aitb::net
