// Proofs behind the plugin boundary: identity of errors, exceptions and types across modules, isolation of
// symbols, and life after a close. Each of them fails silently when the build rules of docs/architecture.md
// are broken.
#include <dlfcn.h>

#include <gtest/gtest.h>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/error.hpp>

#include <aitb/error.hpp>
#include <aitb/testing/fake_clock.hpp>
#include <aitb/testing/run.hpp>

#include "tests/boundary/probe.hpp"

namespace boundary {
namespace {

using boost::system::error_code;

Probe& open(const char* file) {
  void* library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (!library) throw std::runtime_error(dlerror());
  auto* entry = reinterpret_cast<Probe* (*)()>(dlsym(library, "boundary_probe"));
  return *entry();
}

Probe& first() { return open(BOUNDARY_FIRST); }
Probe& second() { return open(BOUNDARY_SECOND); }

error_code code_of(Failure how) {
  try {
    aitb::testing::run(first().fail(how));
  } catch (const boost::system::system_error& error) {
    return error.code();
  }
  return {};
}

TEST(Boundary, ErrorCodesOfAsioAndBeastAreTheSameOnBothSides) {
  EXPECT_EQ(code_of(Failure::eof), boost::asio::error::eof);
  EXPECT_EQ(code_of(Failure::truncated_tls), boost::asio::ssl::error::stream_truncated);
  EXPECT_EQ(code_of(Failure::http_end), make_error_code(boost::beast::http::error::end_of_stream));
  EXPECT_EQ(code_of(Failure::websocket_closed), make_error_code(boost::beast::websocket::error::closed));
  EXPECT_EQ(code_of(Failure::refused), boost::asio::error::connection_refused);
}

TEST(Boundary, ExceptionsAreCaughtByTheirTypeOrTheirPublicBase) {
  try {
    aitb::testing::run(first().fail(Failure::sdk_error));
    FAIL() << "nothing was thrown";
  } catch (const aitb::Error& error) {
    EXPECT_EQ(error.kind(), aitb::ErrorKind::rate_limited);
    EXPECT_EQ(error.http_status(), 429);
  }
  EXPECT_THROW(aitb::testing::run(first().fail(Failure::private_type)), std::runtime_error);
  EXPECT_THROW(aitb::testing::run(first().fail(Failure::standard)), std::out_of_range);
}

TEST(Boundary, ValuesMoveThroughAwaitablesOfTwoModules) {
  std::vector<std::string> tail(1, "three");
  std::vector<std::string> half = aitb::testing::run(second().join("two", std::move(tail)));
  const std::vector<std::string> all = aitb::testing::run(first().join("one", std::move(half)));
  const std::vector<std::string> wanted{"one", "two", "three"};
  EXPECT_EQ(all, wanted);
}

TEST(Boundary, AnInterfaceOfTheSdkIsFoundByDynamicCast) {
  aitb::Provider* provider = first().provider();
  EXPECT_NE(dynamic_cast<aitb::Provider*>(provider), nullptr);
  EXPECT_EQ(provider->face(aitb::Chat::id), nullptr);
}

TEST(Boundary, CancellationReachesIntoAModule) {
  boost::asio::io_context lane(1);
  aitb::testing::FakeClock clock;
  std::exception_ptr end;
  aitb::Running running(lane.get_executor(), first().sleep_for_ever(clock),
                        [&](std::exception_ptr thrown) { end = thrown; });
  lane.poll();
  EXPECT_FALSE(running.ended());
  running.cancel();
  lane.restart();
  lane.poll();
  ASSERT_TRUE(running.ended());
  try {
    std::rethrow_exception(end);
  } catch (const boost::system::system_error& error) {
    EXPECT_EQ(error.code(), boost::asio::error::operation_aborted);
  }
}

TEST(Boundary, ModulesDoNotShareWhatHasTheSameName) {
  EXPECT_EQ(first().local_static(), 111);
  EXPECT_EQ(second().local_static(), 222);
}

TEST(Boundary, ACoroutineSurvivesTheCloseOfItsModule) {
  aitb::testing::FakeClock clock;
  boost::asio::io_context lane(1);
  void* library = dlopen(BOUNDARY_SECOND, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr);
  auto* entry = reinterpret_cast<Probe* (*)()>(dlsym(library, "boundary_probe"));
  aitb::Running running(lane.get_executor(), entry()->sleep_for_ever(clock));
  lane.poll();
  std::exception_ptr kept;
  try {
    aitb::testing::run(entry()->fail(Failure::private_type));
  } catch (...) {
    kept = std::current_exception();
  }
  dlclose(library);
  dlclose(library);  // whatever the count was: -z nodelete keeps the code
  clock.advance(std::chrono::hours(1001));
  lane.restart();
  lane.poll();
  EXPECT_TRUE(running.ended());
  EXPECT_THROW(std::rethrow_exception(kept), std::runtime_error);
}

}  // namespace
}  // namespace boundary
