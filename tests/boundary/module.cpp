// Built twice, as two plugins that know nothing of each other, with the same names inside.
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/error.hpp>

#include <aitb/error.hpp>

#include "tests/boundary/probe.hpp"

namespace boundary {

/// The same name and shape in both modules: must be two objects all the same.
class Settings {
 public:
  static Settings& instance() {
    static Settings settings;
    return settings;
  }
  int number = LOCAL_NUMBER;
};

namespace {

class Private final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Vendor final : public aitb::Provider {
 public:
  void* face(std::string_view) noexcept override { return nullptr; }
};

class Module final : public Probe {
 public:
  aitb::task<> fail(Failure how) override {
    using boost::system::system_error;
    switch (how) {
      case Failure::eof:
        throw system_error(boost::asio::error::eof);
      case Failure::truncated_tls:
        throw system_error(boost::asio::ssl::error::stream_truncated);
      case Failure::http_end:
        throw system_error(make_error_code(boost::beast::http::error::end_of_stream));
      case Failure::websocket_closed:
        throw system_error(make_error_code(boost::beast::websocket::error::closed));
      case Failure::refused:
        throw system_error(boost::asio::error::connection_refused);
      case Failure::sdk_error:
        throw aitb::Error(aitb::ErrorKind::rate_limited, "slow down").with_status(429);
      case Failure::private_type:
        throw Private("of a type that only this module knows");
      case Failure::standard:
        throw std::out_of_range("standard");
    }
    co_return;
  }
  aitb::task<std::vector<std::string>> join(std::string head, std::vector<std::string> tail) override {
    tail.insert(tail.begin(), std::move(head));
    co_return tail;
  }
  aitb::task<> sleep_for_ever(aitb::Clock& clock) override {
    const std::string kept(1000, 'x');
    co_await clock.sleep_for(std::chrono::hours(1000));
    if (kept.empty()) throw std::logic_error("never");
  }
  int local_static() override { return Settings::instance().number; }
  aitb::Provider* provider() override { return &vendor_; }

 private:
  Vendor vendor_;
};

}  // namespace
}  // namespace boundary

extern "C" __attribute__((visibility("default"))) boundary::Probe* boundary_probe() {
  static boundary::Module module;
  return &module;
}
