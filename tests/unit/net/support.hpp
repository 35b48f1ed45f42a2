// What the tests of the net services share: a client over streams in memory, and fetching with an outcome.
#pragma once
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <aitb/testing/recording_exchange.hpp>
#include <aitb/testing/run.hpp>

#include "net/dial.hpp"
#include "net/http_client.hpp"

namespace aitb {

/// The response's body, or why there is none.
class Outcome {
 public:
  std::optional<ErrorKind> kind;
  std::string text;  ///< body, or the error's sentence
  int status = 0;
};

inline task<std::string> fetch(HttpClient& client, HttpRequest request, Tap& tap, int* status) {
  HttpResponse response = co_await client.send(std::move(request), tap);
  *status = response.status;
  std::string text;
  // The tests are run both ways.
  if (std::getenv("AITB_TEST_READS_EACH") != nullptr) {
    std::function<void(const BodyBlock&)> take = [&text](const BodyBlock& block) { text += block.data; };
    task<> reading = response.each(std::move(take));
    co_await std::move(reading);
  } else {
    task<std::string> reading = response.text();
    text = co_await std::move(reading);
  }
  co_return text;
}

inline task<Outcome> attempt(HttpClient& client, HttpRequest request, Tap& tap) {
  Outcome outcome;
  try {
    task<std::string> fetching = fetch(client, std::move(request), tap, &outcome.status);
    outcome.text = co_await std::move(fetching);
  } catch (...) {
    const Error error = as_error(std::current_exception(), "fetching");
    outcome.kind = error.kind();
    outcome.text = error.what();
  }
  co_return outcome;
}

/// Dials into memory: at the other end of each stream, one peer per connection runs as a coroutine.
class MemoryDialer final : public net::Dialer {
 public:
  using Peer = std::function<task<>(std::unique_ptr<Stream>)>;
  using Wrap = std::function<std::unique_ptr<Stream>(std::unique_ptr<Stream>)>;

  MemoryDialer(Executor executor, Peer peer, Wrap wrap = {})
      : executor_(executor), peer_(std::move(peer)), wrap_(std::move(wrap)) {}

  task<std::unique_ptr<Stream>> dial(net::Target, net::TlsContext, net::Watchdog::Watch&,
                                     net::DialReport& report) override {
    ++dialled;
    StreamPair pair(executor_);
    peers_.emplace_back(executor_, peer_(std::move(pair.second)));
    std::unique_ptr<Stream> stream = std::move(pair.first);
    if (wrap_) stream = wrap_(std::move(stream));
    report.fact = stream->connection();
    co_return stream;
  }

  int dialled = 0;

 private:
  Executor executor_;
  Peer peer_;
  Wrap wrap_;
  std::vector<Running> peers_;
};

/// Reads one request's head (requests of these tests have no body), then writes `pieces`, each its own
/// arrival.
inline task<> answer(std::unique_ptr<Stream> stream, std::vector<std::string> pieces, bool hold_open) {
  std::string request;
  std::string block(4096, '\0');
  while (request.find("\r\n\r\n") == std::string::npos) {
    const std::size_t count = co_await stream->read_some(asio::buffer(block));
    if (count == 0) co_return;
    request.append(block, 0, count);
  }
  for (const std::string& piece : pieces) co_await stream->write_all(asio::buffer(piece));
  if (!hold_open) co_return;
  co_await stream->read_some(asio::buffer(block));
}

inline std::vector<std::string> cut(const std::string& bytes, std::size_t at) {
  std::vector<std::string> pieces;
  pieces.push_back(bytes.substr(0, at));
  if (at < bytes.size()) pieces.push_back(bytes.substr(at));
  return pieces;
}

}  // namespace aitb
