#include "tests/unit/server/support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "net/server_side.hpp"

namespace aitb::test {

bool TextLog::has(std::string_view part) const {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

Lane::Lane() {
  const Instant now(std::chrono::steady_clock::now().time_since_epoch());
  clock = make_clock(loop, now, 0);
  net = make_net(loop, *clock, log, NetOptions());
}

std::unique_ptr<HttpServer> Lane::listen(HttpService& service, ListenOptions options) {
  return net::listen_http(loop.get_executor(), *clock, log, std::move(options), service, std::string());
}

std::unique_ptr<HttpClient> Lane::curl(HttpOptions options, const std::string& key_log) {
  return net::make_curl_client(loop, *clock, log, std::move(options), key_log);
}

std::unique_ptr<Process> Lane::process(ProcessOptions options) {
  return net::start_process(loop.get_executor(), *clock, log, std::move(options));
}

void Lane::run(task<> story) {
  bool ended = false;
  std::exception_ptr failure;
  spawn(loop.get_executor(), std::move(story), [&](std::exception_ptr error) {
    ended = true;
    failure = error;
    loop.stop();
  });
  loop.restart();
  loop.run_for(std::chrono::seconds(120));
  ASSERT_TRUE(ended) << "the story did not end within two minutes";
  if (failure) std::rethrow_exception(failure);
}

task<> Lane::until(std::function<bool()> condition) {
  const Duration pause = std::chrono::microseconds(200);
  while (!condition()) co_await clock->sleep_for(pause);
}

RawClient::RawClient(Lane& lane, int port) : socket_(lane.loop.get_executor()), port_(port) {}

task<> RawClient::connect() {
  const asio::ip::tcp::endpoint end(asio::ip::address_v4::loopback(), static_cast<unsigned short>(port_));
  co_await socket_.async_connect(end, use_task);
}

task<> RawClient::send(std::string bytes) {
  co_await asio::async_write(socket_, asio::buffer(bytes), asio::redirect_error(use_task, error));
}

task<bool> RawClient::more() {
  char block[16384];
  const std::size_t n =
      co_await socket_.async_read_some(asio::buffer(block), asio::redirect_error(use_task, error));
  unread_.append(block, n);
  co_return !error;
}

task<std::string> RawClient::until(std::string mark) {
  while (unread_.find(mark) == std::string::npos) {
    const bool open = co_await more();
    if (!open) break;
  }
  const auto at = unread_.find(mark);
  std::string text = unread_.substr(0, at == std::string::npos ? at : at + mark.size());
  unread_.erase(0, text.size());
  co_return text;
}

task<std::string> RawClient::rest() {
  bool open = true;
  while (open) open = co_await more();
  co_return std::exchange(unread_, std::string());
}

void RawClient::close(bool reset) {
  if (reset) socket_.set_option(asio::socket_base::linger(true, 0));
  socket_.close();
}

}  // namespace aitb::test
