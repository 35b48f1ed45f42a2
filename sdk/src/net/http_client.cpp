#include "net/http_client.hpp"

#include <utility>

#include "net/transfer.hpp"

namespace aitb::net {
namespace {

class StreamClient final : public HttpClient {
 public:
  explicit StreamClient(std::shared_ptr<ClientState> state) : state_(std::move(state)) {}
  ~StreamClient() override { state_->pool.clear(); }

  task<HttpResponse> send(HttpRequest request, Tap& tap) override {
    return exchange(state_, std::move(request), tap);
  }

  void forget_idle() noexcept override { state_->pool.clear(); }

 private:
  static task<HttpResponse> exchange(std::shared_ptr<ClientState> state, HttpRequest request, Tap& tap) {
    std::shared_ptr<const Target> target = state->target_of(request.url);
    co_await take_turn();  // making the request took as long as reading ten chunks of others
    const Deadlines deadlines = request.deadlines.value_or(state->options.deadlines.value_or(Deadlines()));
    auto transfer = std::make_unique<Transfer>(state, std::move(request), std::move(target), tap, deadlines);
    for (bool fresh = false;; fresh = true) {
      co_await transfer->connect(fresh);
      const bool answered = co_await transfer->exchange_heads();
      if (answered) break;
    }
    const int status = transfer->status();
    Headers headers = std::exchange(transfer->headers(), Headers());
    HttpResponse response(status, std::move(headers), std::move(transfer));
    co_return response;
  }

  std::shared_ptr<ClientState> state_;
};

}  // namespace

std::unique_ptr<HttpClient> make_stream_client(Clock& clock, Watchdog& dog, Dialer& dialer,
                                               HttpOptions options, TlsContext tls) {
  return std::make_unique<StreamClient>(
      std::make_shared<ClientState>(clock, dog, dialer, std::move(options), std::move(tls)));
}

}  // namespace aitb::net
