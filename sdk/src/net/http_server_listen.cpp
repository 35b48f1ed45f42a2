// HttpServer: the listener, its accept loop, and the care for idle and ending connections.
#include <sys/socket.h>

#include <fmt/core.h>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/redirect_error.hpp>

#include <algorithm>

#include "net/http_server_connection.hpp"
#include "net/server_side.hpp"

namespace aitb::net {
namespace {

using Tcp = asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;

constexpr Duration longest_linger = std::chrono::seconds(2);

std::string text_of(const Tcp::endpoint& end) {
  const std::string address = end.address().to_string();
  return end.address().is_v6() ? fmt::format("[{}]:{}", address, end.port())
                               : fmt::format("{}:{}", address, end.port());
}

Tcp::endpoint local_endpoint(Executor executor, const ListenOptions& options) {
  if (options.port < 0 || options.port > 65535) {
    throw Error(ErrorKind::config, fmt::format("listening on port {}: a port is 0 to 65535", options.port));
  }
  const auto port = static_cast<unsigned short>(options.port);
  error_code ec;
  const auto address = asio::ip::make_address(options.host, ec);
  if (!ec) return Tcp::endpoint(address, port);
  asio::ip::basic_resolver<Tcp, Executor> resolver(executor);
  const auto found = resolver.resolve(options.host, std::to_string(port), ec);
  if (ec || found.empty()) {
    throw Error(ErrorKind::connect,
                fmt::format("listening on {}: the name does not resolve ({}); give an address of "
                            "this machine such as 127.0.0.1",
                            options.host, ec.message()));
  }
  return found.begin()->endpoint();
}

Error listen_error(const error_code& ec, const ListenOptions& options) {
  if (ec == asio::error::address_in_use) {
    return Error(ErrorKind::connect,
                 fmt::format("port {} on {} is in use: choose another with --port, or 0 for any",
                             options.port, options.host));
  }
  if (ec == asio::error::access_denied) {
    return Error(ErrorKind::connect,
                 fmt::format("port {} on {} needs privileges: choose one above 1023 with --port",
                             options.port, options.host));
  }
  return Error(ErrorKind::connect,
               fmt::format("listening on {} port {}: {}; choose an address of this machine with "
                           "--host",
                           options.host, options.port, ec.message()));
}

class Listener final : public HttpServer {
 public:
  Listener(Executor executor, Clock& clock, Log& log, const ListenOptions& options, HttpService& service,
           const std::string& key_log);
  ~Listener() override;
  int port() const noexcept override { return end_.port(); }
  std::string url() const override { return url_; }
  task<> stop(Duration grace) override;
  std::size_t connections() const noexcept override { return shared_->connections.size(); }

 private:
  // What the loops need; they can outlive the server by a turn of the event loop.
  struct Door {
    explicit Door(Executor executor) : acceptor(executor) {}
    Acceptor acceptor;
    std::shared_ptr<ServerShared> shared;
    TlsContext tls;
  };

  static task<> accept_loop(std::shared_ptr<Door> door);
  static task<> care_loop(std::shared_ptr<ServerShared> shared);
  static task<> ring(std::shared_ptr<ServerShared> shared, Instant at);
  task<> wait_empty(Duration at_most);
  void close() noexcept;

  std::shared_ptr<ServerShared> shared_;
  std::shared_ptr<Door> door_;
  Tcp::endpoint end_;
  std::string url_;
  Running accepting_, caring_;
};

Listener::Listener(Executor executor, Clock& clock, Log& log, const ListenOptions& options,
                   HttpService& service, const std::string& key_log)
    : shared_(std::make_shared<ServerShared>(executor, clock, log, service)),
      door_(std::make_shared<Door>(executor)) {
  shared_->max_body = options.max_body;
  shared_->idle = options.idle;
  shared_->ws_compression = options.ws_compression;
  door_->shared = shared_;
  const bool secure = !options.tls.certificate_chain.empty();
  if (secure) door_->tls = server_tls(options.tls, key_log);

  const Tcp::endpoint wanted = local_endpoint(executor, options);
  Acceptor& acceptor = door_->acceptor;
  error_code ec;
  acceptor.open(wanted.protocol(), ec);
  if (!ec) acceptor.set_option(Acceptor::reuse_address(true), ec);
  const int on = 1;
  if (!ec && options.reuse_port) {
    if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
      ec.assign(errno, boost::system::system_category());
    }
  }
  if (!ec) acceptor.bind(wanted, ec);
  if (!ec) acceptor.listen(4096, ec);
  if (!ec) acceptor.non_blocking(true, ec);
  if (ec) throw listen_error(ec, options);
  end_ = acceptor.local_endpoint();
  const std::string host =
      options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]";
  url_ = fmt::format("{}://{}:{}", secure ? "https" : "http", host, end_.port());
  accepting_ = Running(executor, accept_loop(door_));
  caring_ = Running(executor, care_loop(shared_));
}

Listener::~Listener() {
  const auto running = std::count_if(shared_->connections.begin(), shared_->connections.end(),
                                     [](const Connection* each) { return each->serving(); });
  if (running > 0) {
    shared_->log.error(
        "destroying the server at {}: {} answers are still running, and their service may be gone "
        "when they end; await stop() first",
        url_, running);
  }
  close();
}

void Listener::close() noexcept {
  error_code ignored;
  door_->acceptor.close(ignored);
  accepting_.cancel();
  caring_.cancel();
  shared_->stopping = true;
  shared_->service = nullptr;
  for (const auto& connection : shared_->all()) connection->cut();
}

task<> Listener::accept_loop(std::shared_ptr<Door> door) {
  Acceptor& acceptor = door->acceptor;
  ServerShared& shared = *door->shared;
  while (acceptor.is_open()) {
    error_code ec;
    co_await acceptor.async_wait(Acceptor::wait_read, asio::redirect_error(use_task, ec));
    while (!ec) {  // every connection that waits, by one wake-up
      Tcp::endpoint remote;
      Socket socket(shared.executor);
      acceptor.accept(socket, remote, ec);
      if (ec) break;
      const int handle = socket.native_handle();
      ConnectionFact fact;
      fact.tcp_done = shared.clock.now();
      error_code unknown;
      fact.local = text_of(socket.local_endpoint(unknown));
      fact.remote = text_of(remote);
      fact.protocol = "http/1.1";
      auto stream = tcp_stream(std::move(socket), false, std::move(fact));
      Connection::start(std::make_shared<Connection>(door->shared, std::move(stream), handle), door->tls);
    }
    if (ec == asio::error::operation_aborted || shared.stopping) break;
    const bool full = ec == asio::error::no_descriptors || ec.value() == ENFILE || ec.value() == ENOBUFS;
    if (full) {  // the waiting connection stays ready: do not spin on it
      shared.log.warning("accepting a connection: {}; raise the limit with ulimit -n", ec.message());
      co_await shared.clock.sleep_for(std::chrono::milliseconds(100));
    }
  }
}

// One sleeper for all connections: ten thousand idle ones need no timer each.
task<> Listener::care_loop(std::shared_ptr<ServerShared> shared) {
  const Duration least = std::chrono::milliseconds(50);
  const Duration most = std::chrono::seconds(1);
  const Duration step = std::clamp(shared->idle / 4, least, most);
  while (true) {
    co_await shared->clock.sleep_for(step);
    const Instant now = shared->clock.now();
    for (const auto& each : shared->all()) each->cut_if_idle(now - shared->idle, now - longest_linger);
  }
}

task<> Listener::ring(std::shared_ptr<ServerShared> shared, Instant at) {
  co_await shared->clock.sleep_until(at);
  shared->emptied.notify();
}

task<> Listener::wait_empty(Duration at_most) {
  const Instant end = shared_->clock.now() + at_most;
  Running alarm(shared_->executor, ring(shared_, end));
  while (!shared_->connections.empty() && shared_->clock.now() < end) co_await shared_->emptied.wait();
}

task<> Listener::stop(Duration grace) {
  error_code ignored;
  door_->acceptor.close(ignored);
  shared_->stopping = true;
  for (const auto& connection : shared_->all()) connection->cut_if_waiting();
  if (grace > Duration::zero()) co_await wait_empty(grace);
  for (const auto& connection : shared_->all()) connection->cut();
  const Duration unwinding = std::chrono::seconds(2);
  co_await wait_empty(unwinding);
  if (!shared_->connections.empty()) {
    shared_->log.warning("stopping {}: {} answers do not end although cancelled", url_,
                         shared_->connections.size());
  }
}

}  // namespace

std::unique_ptr<HttpServer> listen_http(Executor executor, Clock& clock, Log& log, ListenOptions options,
                                        HttpService& service, const std::string& key_log) {
  return std::make_unique<Listener>(executor, clock, log, options, service, key_log);
}

}  // namespace aitb::net
