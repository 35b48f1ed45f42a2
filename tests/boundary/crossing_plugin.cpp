// Built twice, as two plugins that know nothing of each other.
#include <boost/asio/steady_timer.hpp>
#include <stdexcept>

#include <aitb/plugin.hpp>

#include "crossing.hpp"

/// Both plugins have it under this very name, as two third parties well might.
class Config {
 public:
  static int& instance() {
    static int value = CROSSING_VALUE;
    return value;
  }
};

namespace {

class OwnFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Component final : public aitb::Provider, public boundary::Crossing {
 public:
  struct Options {};
  friend aitb::FieldTable fields(Options&) { return aitb::no_fields(); }
  Component(Options, aitb::Context& context) : executor_(context.net.executor()) {}
  void* face(std::string_view wanted) noexcept override {
    return aitb::offer<boundary::Crossing>(*this, wanted);
  }

  bool is(boost::system::error_code given, boundary::Code which) noexcept override {
    return given == boundary::code_of(which);
  }
  aitb::task<std::string> echo(std::string text) override { co_return text + CROSSING_NAME; }
  aitb::task<> throw_code(boundary::Code which) override {
    throw boost::system::system_error(boundary::code_of(which));
    co_return;
  }
  aitb::task<> throw_error() override {
    throw aitb::ConfigError("/model", "no such model");
    co_return;
  }
  aitb::task<> throw_own() override {
    throw OwnFailure("of " CROSSING_NAME);
    co_return;
  }
  aitb::task<> never() override {
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, aitb::Executor>
        timer(executor_, std::chrono::steady_clock::time_point::max());
    co_await timer.async_wait(aitb::use_task);
  }
  aitb::task<std::string> relay(Crossing& other, std::string text) override {
    std::string answer = co_await other.echo(std::move(text));
    co_return answer + CROSSING_NAME;
  }
  int own_static() override { return Config::instance(); }

 private:
  aitb::Executor executor_;
};

}  // namespace

AITB_PLUGIN("org.example.crossing", "1.0.0", "MIT",
            aitb::provider<Component>(CROSSING_NAME, "Crosses the border"));
