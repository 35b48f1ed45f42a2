#include <aitb/stream.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace aitb::inline v1 {
namespace {

bool not_yet(const error_code& ec) { return ec == asio::error::would_block || ec == asio::error::try_again; }

}  // namespace

task<> Stream::write_all(asio::const_buffer data) {
  while (data.size() > 0) {
    error_code ec;
    data += try_write(data, ec);
    if (not_yet(ec)) ec = co_await wait(Ready::write);
    if (ec) throw boost::system::system_error(ec);
  }
}

task<error_code> Stream::wait_each(std::function<bool()> ready) {
  error_code ec;
  bool more = true;
  while (more && !ec) {
    task<error_code> waiting = wait(Ready::read);
    ec = co_await std::move(waiting);
    if (!ec) more = ready();
  }
  co_return ec;
}

task<std::size_t> Stream::read_some(asio::mutable_buffer into) {
  while (true) {
    error_code ec;
    const std::size_t n = try_read(into, ec);
    if (ec == asio::error::eof) co_return 0;
    if (not_yet(ec)) {
      ec = co_await wait(Ready::read);
    } else if (!ec) {
      co_return n;
    }
    if (ec) throw boost::system::system_error(ec);
  }
}

}  // namespace aitb::inline v1
