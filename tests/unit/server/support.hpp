// A lane for tests, a raw client that speaks bytes, and services whose behaviour is a function.
#pragma once
#include <aitb/net.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <string>
#include <vector>

namespace aitb::test {

/// Keeps what was logged.
class TextLog final : public Log {
 public:
  void write(Level, std::string_view text) noexcept override { lines.emplace_back(text); }
  bool enabled(Level) const noexcept override { return true; }
  bool has(std::string_view part) const;
  std::vector<std::string> lines;
};

/// An event loop with its clock and this folder's subjects. run() ends with the story or fails after half a
/// minute.
class Lane {
 public:
  Lane();
  std::unique_ptr<HttpServer> listen(HttpService& service, ListenOptions options = ListenOptions());
  std::unique_ptr<HttpClient> curl(HttpOptions options = HttpOptions(),
                                   const std::string& key_log = std::string());
  std::unique_ptr<Process> process(ProcessOptions options);
  void run(task<> story);
  /// Waits until `condition` holds, looking again and again.
  task<> until(std::function<bool()> condition);

  asio::io_context loop{1};
  TextLog log;
  std::unique_ptr<Clock> clock;
  std::unique_ptr<Net> net;
};

class FunctionService final : public HttpService {
 public:
  using Function = std::function<task<>(ServerRequest, Responder&)>;
  explicit FunctionService(Function function) : function_(std::move(function)) {}
  task<> serve(ServerRequest request, Responder& out) override { return function_(std::move(request), out); }

 private:
  Function function_;
};

/// A client that sends and shows bytes as they are.
class RawClient {
 public:
  RawClient(Lane& lane, int port);
  task<> connect();
  task<> send(std::string bytes);
  /// Reads until `mark` has come (it is in the result) or the connection ends.
  task<std::string> until(std::string mark);
  /// Reads until the connection ends; `error` tells how.
  task<std::string> rest();
  void close(bool reset = false);

  boost::system::error_code error;

 private:
  task<bool> more();

  asio::basic_stream_socket<asio::ip::tcp, Executor> socket_;
  int port_;
  std::string unread_;
};

}  // namespace aitb::test
