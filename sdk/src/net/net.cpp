// A lane's net services put together.
#include <aitb/net.hpp>

#include <map>
#include <utility>

#include "net/dial.hpp"
#include "net/http_client.hpp"
#include "net/server_side.hpp"
#include "net/streams.hpp"
#include "net/watchdog.hpp"

namespace aitb::net {
namespace {

class LaneNet final : public Net {
 public:
  LaneNet(asio::io_context& lane, Clock& clock, Log& log, NetOptions options)
      : lane_(lane),
        clock_(clock),
        log_(log),
        options_(std::move(options)),
        dog_(lane.get_executor(), clock),
        dialer_(make_dialer(lane, clock, options_)) {}

  Executor executor() noexcept override { return lane_.get_executor(); }

  std::unique_ptr<HttpClient> http(HttpOptions options) override {
    if (!options.deadlines) options.deadlines = options_.deadlines;
    const bool only_curl = options.http2 || !options.proxy.empty();
    if (options.transport.empty()) options.transport = only_curl ? "curl" : options_.default_transport;
    if (!options.verify) log_.warning("certificates are not verified: verify is false");
    if (options.transport == "curl") {
      return make_curl_client(lane_, clock_, log_, std::move(options), options_.key_log_file);
    }
    if (options.transport != "beast") {
      throw Error(ErrorKind::config, "making an HTTP client: there is no transport '" + options.transport +
                                         "'; use 'beast' or 'curl'");
    }
    if (only_curl) {
      throw Error(
          ErrorKind::config,
          "making an HTTP client: transport 'beast' speaks neither HTTP/2 nor to proxies; use 'curl'");
    }
    TlsContext tls = trust(options);
    return make_stream_client(clock_, dog_, *dialer_, std::move(options), std::move(tls));
  }

  task<std::unique_ptr<Stream>> dial(std::string url, HttpOptions options) override {
    Target target(url);
    TlsContext tls;
    if (target.tls) tls = trust(options);
    return dial_target(std::move(target), std::move(tls),
                       options.deadlines.value_or(options_.deadlines).connect);
  }

  task<std::unique_ptr<WebSocket>> websocket(WsConnectRequest request, Tap& tap) override {
    task<std::unique_ptr<Stream>> dialling = dial(request.url, request.http);
    std::unique_ptr<Stream> stream = co_await std::move(dialling);
    task<std::unique_ptr<WebSocket>> upgrading =
        connect_websocket(std::move(stream), std::move(request), clock_, tap);
    co_return co_await std::move(upgrading);
  }

  std::unique_ptr<Process> process(ProcessOptions options) override {
    return start_process(executor(), clock_, log_, std::move(options));
  }

  std::unique_ptr<HttpServer> listen(ListenOptions options, HttpService& service) override {
    return listen_http(executor(), clock_, log_, std::move(options), service, options_.key_log_file);
  }

 private:
  /// Reading the system's certificates takes some 20 ms, so each kind of trust is made once a lane.
  const TlsContext& trust(const HttpOptions& options) {
    TlsContext& context = trusts_[std::pair(options.ca_file, options.verify)];
    if (!context) context = client_tls(options, options_.key_log_file);
    return context;
  }

  task<std::unique_ptr<Stream>> dial_target(Target target, TlsContext tls, Duration limit) {
    Watchdog::Watch watch(dog_);
    watch.expect(Limit::connect, limit);
    DialReport report;
    task<std::unique_ptr<Stream>> dialling = dialer_->dial(std::move(target), std::move(tls), watch, report);
    co_return co_await std::move(dialling);
  }

  asio::io_context& lane_;
  Clock& clock_;
  Log& log_;
  NetOptions options_;
  Watchdog dog_;
  std::unique_ptr<Dialer> dialer_;
  std::map<std::pair<std::string, bool>, TlsContext> trusts_;  // by CA file and whether it is checked
};

}  // namespace
}  // namespace aitb::net

namespace aitb::inline v1 {

std::unique_ptr<Net> make_net(asio::io_context& lane, Clock& clock, Log& log, NetOptions options) {
  return std::make_unique<net::LaneNet>(lane, clock, log, std::move(options));
}

}  // namespace aitb::inline v1
