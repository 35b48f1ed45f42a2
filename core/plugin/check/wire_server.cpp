#include "core/plugin/check/wire_server.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <deque>

namespace aitb::core::check {
namespace {

using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

constexpr int turns_a_piece = 4;  // enough for the client's wake-up and its read

std::size_t content_length(std::string head) {
  for (char& c : head) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::size_t at = head.find("\r\ncontent-length:");
  if (at == head.npos) return 0;
  const std::size_t start = head.find_first_not_of(' ', at + 17);
  std::size_t length = 0;
  std::from_chars(head.data() + start, head.data() + head.size(), length);
  return length;
}

}  // namespace

struct WireServer::State {
  State(asio::io_context& lane, WirePlan what)
      : executor(lane.get_executor()),
        acceptor(executor, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        plan(std::move(what)) {}
  Executor executor;
  Acceptor acceptor;
  WirePlan plan;
  std::deque<Socket> sockets;  // stable addresses: coroutines hold references
  std::vector<WireRequest> requests;
};

WireServer::WireServer(asio::io_context& lane, WirePlan plan)
    : state_(std::make_shared<State>(lane, std::move(plan))) {
  spawn(lane.get_executor(), accept(state_));
}

WireServer::~WireServer() {
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
  for (Socket& socket : state_->sockets) socket.close(ignored);
}

std::string WireServer::url() const {
  return "http://127.0.0.1:" + std::to_string(state_->acceptor.local_endpoint().port());
}

const std::vector<WireRequest>& WireServer::requests() const { return state_->requests; }

task<> WireServer::accept(std::shared_ptr<State> state) {
  while (state->acceptor.is_open()) {
    Socket socket(state->executor);
    try {
      co_await state->acceptor.async_accept(socket, use_task);
    } catch (const boost::system::system_error&) {
      co_return;  // closed
    }
    state->sockets.push_back(std::move(socket));
    const std::size_t index = state->sockets.size() - 1;
    spawn(state->executor, serve(state, index),
          [](std::exception_ptr) {});  // a client that leaves is no error here
  }
}

task<> WireServer::serve(std::shared_ptr<State> state, std::size_t index) {
  Socket& socket = state->sockets[index];
  const WirePlan& plan = state->plan;
  std::string read;
  std::string block(16384, '\0');
  WireRequest request;
  for (std::size_t end = 0, length = 0;;) {
    const std::size_t count = co_await socket.async_read_some(asio::buffer(block), use_task);
    read.append(block, 0, count);
    end = read.find("\r\n\r\n");
    if (end == read.npos) continue;
    request.head = read.substr(0, end + 2);
    length = content_length(request.head);
    if (read.size() < end + 4 + length) continue;
    request.body = read.substr(end + 4, length);
    break;
  }
  request.line = request.head.substr(0, request.head.find("\r\n"));
  state->requests.push_back(std::move(request));

  const std::size_t total = std::min(plan.bytes.size(), plan.stop_after);
  for (std::size_t at = 0; at < total;) {
    const std::size_t size = plan.piece == 0 ? total - at : std::min(plan.piece, total - at);
    co_await asio::async_write(socket, asio::buffer(plan.bytes.data() + at, size), use_task);
    at += size;
    for (int turn = 0; plan.piece != 0 && turn < turns_a_piece; ++turn)
      co_await asio::post(state->executor, use_task);
  }
  boost::system::error_code ignored;
  if (plan.end == WirePlan::End::stall) {
    while (true) co_await socket.async_read_some(asio::buffer(block), use_task);  // until the client goes
  }
  if (plan.end == WirePlan::End::reset) {
    const asio::socket_base::linger at_once(true, 0);
    socket.set_option(at_once, ignored);
    socket.close(ignored);
    co_return;
  }
  socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

}  // namespace aitb::core::check
