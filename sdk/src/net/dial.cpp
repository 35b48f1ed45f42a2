#include "net/dial.hpp"

#include <netinet/in.h>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>

namespace aitb::net {
namespace {

using asio::ip::tcp;
using Resolver = asio::ip::basic_resolver<tcp, Executor>;

class TcpDialer final : public Dialer {
 public:
  TcpDialer(asio::io_context& lane, Clock& clock, NetOptions options)
      : executor_(lane.get_executor()), clock_(clock), options_(std::move(options)) {}

  task<std::unique_ptr<Stream>> dial(Target target, TlsContext tls, Watchdog::Watch& watch,
                                     DialReport& report) override {
    const std::string attempted = "connecting to " + target.origin;
    std::vector<tcp::endpoint> ends;
    error_code ec;
    const auto literal = asio::ip::make_address(target.host, ec);
    if (!ec) {
      ends.emplace_back(literal, static_cast<std::uint16_t>(target.port));
    } else {
      task<std::vector<tcp::endpoint>> resolving = resolve(target, watch, attempted);
      ends = co_await std::move(resolving);
      report.fact.dns_done = clock_.now();
    }
    task<Socket> connecting = connect(std::move(ends), watch, attempted);
    Socket socket = co_await std::move(connecting);
    report.fact.tcp_done = clock_.now();
    report.fact.protocol = "http/1.1";
    auto stream = tcp_stream(std::move(socket), options_.kernel_timestamps, report.fact);
    report.fact = stream->connection();
    if (options_.wrap) stream = options_.wrap(std::move(stream));
    if (!tls) co_return stream;

    Stream* inner = stream.get();
    const Watchdog::Watch::Aim aim(
        watch, [](void* it) noexcept { static_cast<Stream*>(it)->cancel(); }, inner);
    error_code failure;
    std::exception_ptr thrown;
    try {
      task<std::unique_ptr<Stream>> securing =
          tls_connect(std::move(stream), tls, target.host, clock_, report.lost);
      stream = co_await std::move(securing);
    } catch (const boost::system::system_error& error) {
      failure = error.code();
      if (failure == asio::error::operation_aborted && watch.expired() == Limit::none) throw;
    }
    if (failure) throw_failure(failure, ErrorKind::tls, watch, attempted + ": TLS handshake");
    report.fact = stream->connection();
    co_return stream;
  }

 private:
  task<std::vector<tcp::endpoint>> resolve(Target target, Watchdog::Watch& watch, std::string attempted) {
    Resolver resolver(executor_);
    const Watchdog::Watch::Aim aim(
        watch, [](void* it) noexcept { static_cast<Resolver*>(it)->cancel(); }, &resolver);
    error_code ec;
    auto token = asio::redirect_error(use_task, ec);
    const std::string service = std::to_string(target.port);
    const auto found = co_await resolver.async_resolve(target.host, service, token);
    if (ec) {
      throw_failure(ec, ErrorKind::connect, watch, attempted + ": resolving the name '" + target.host + "'");
    }
    std::vector<tcp::endpoint> ends;
    for (const auto& entry : found) ends.push_back(entry.endpoint());
    co_return ends;
  }

  task<Socket> connect(std::vector<tcp::endpoint> ends, Watchdog::Watch& watch, std::string attempted) {
    Socket socket(executor_);
    const Watchdog::Watch::Aim aim(
        watch,
        [](void* it) noexcept {
          error_code ignored;
          static_cast<Socket*>(it)->close(ignored);
        },
        &socket);
    error_code ec = asio::error::host_not_found;
    for (const tcp::endpoint& end : ends) {
      if (watch.expired() != Limit::none) break;
      socket.close(ec);
      socket.open(end.protocol(), ec);
      if (!ec) spread(socket, end, ec);
      if (ec) continue;
      auto token = asio::redirect_error(use_task, ec);
      co_await socket.async_connect(end, token);
      if (!ec || ec == asio::error::operation_aborted) break;
    }
    if (ec || watch.expired() != Limit::none) throw_failure(ec, ErrorKind::connect, watch, attempted);
    co_return socket;
  }

  /// Loopback has one address pair and so 28,000 ports for a target; its other addresses give as many again
  /// each.
  void spread(Socket& socket, const tcp::endpoint& to, error_code& ec) {
    if (options_.source_addresses <= 1 || !to.address().is_v4() || !to.address().is_loopback()) return;
    const int on = 1;
    ::setsockopt(socket.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
    next_source_ = (next_source_ + 1) % options_.source_addresses;
    const auto first = asio::ip::address_v4::loopback().to_uint();
    const asio::ip::address_v4 from(first + static_cast<std::uint32_t>(next_source_));
    socket.bind(tcp::endpoint(from, 0), ec);
  }

  Executor executor_;
  Clock& clock_;
  NetOptions options_;
  int next_source_ = 0;
};

}  // namespace

Dialer::~Dialer() = default;

std::unique_ptr<Dialer> make_dialer(asio::io_context& lane, Clock& clock, NetOptions options) {
  return std::make_unique<TcpDialer>(lane, clock, std::move(options));
}

void throw_failure(error_code ec, ErrorKind kind, const Watchdog::Watch& watch,
                   const std::string& attempted) {
  if (watch.expired() != Limit::none) throw Error(ErrorKind::timeout, attempted + ": " + watch.sentence());
  if (ec == asio::error::operation_aborted) throw boost::system::system_error(ec, attempted);
  if (ec.category() == asio::error::get_ssl_category() || ec == asio::ssl::error::stream_truncated) {
    kind = ErrorKind::tls;
  }
  throw Error(kind, attempted + ": " + ec.message());
}

}  // namespace aitb::net
