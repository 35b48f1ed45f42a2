// What crosses the border between host and plugins (error codes, exceptions, awaitables, cancellation), what
// must not (symbols), and that a plugin is never unloaded.
#include "crossing.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <aitb/testing/run.hpp>

#include "core/plugin/catalog.hpp"

namespace {

using boundary::Crossing;

class Boundary : public ::testing::Test {
 protected:
  Boundary() : context_(aitb::null_log(), lane_.clock(), lane_.net(), aitb::Random(1), ::testing::TempDir()) {
    aitb::core::CatalogOptions options;
    options.folders = {CROSSING_FOLDER};
    options.defaults = false;
    catalog_ = std::make_unique<aitb::core::Catalog>(options);
    a_ = catalog_->create_provider("crossing-a", boost::json::object(), context_);
    b_ = catalog_->create_provider("crossing-b", boost::json::object(), context_);
  }
  Crossing& a() { return *aitb::face<Crossing>(*a_); }
  Crossing& b() { return *aitb::face<Crossing>(*b_); }

  aitb::testing::Lane lane_;
  aitb::Context context_;
  std::unique_ptr<aitb::core::Catalog> catalog_;
  std::unique_ptr<aitb::Provider> a_, b_;
};

TEST_F(Boundary, ErrorCodesAreTheSameObjectsInEveryModule) {
  for (boundary::Code which : boundary::all_codes) {
    SCOPED_TRACE(static_cast<int>(which));
    EXPECT_TRUE(a().is(boundary::code_of(which), which)) << "made in the host, compared in a plugin";
    try {
      lane_.run(a().throw_code(which));
      FAIL();
    } catch (const boost::system::system_error& error) {
      EXPECT_EQ(error.code(), boundary::code_of(which)) << "made in a plugin, compared in the host";
      EXPECT_TRUE(b().is(error.code(), which)) << "made in one plugin, compared in another";
    }
  }
}

TEST_F(Boundary, AwaitablesAndValuesPassThroughTwoPlugins) {
  const std::string long_text(10'000, 'x');
  EXPECT_EQ(lane_.run(a().relay(b(), long_text)), long_text + "crossing-b" + "crossing-a");
}

TEST_F(Boundary, ExceptionsAreCaughtByTheirPublicTypes) {
  try {
    lane_.run(a().throw_error());
    FAIL();
  } catch (const aitb::ConfigError& error) {
    EXPECT_EQ(error.pointer(), "/model");
  }
  EXPECT_THROW(lane_.run(a().throw_own()), std::runtime_error);
}

TEST_F(Boundary, CancellationReachesIntoAPlugin) {
  bool ended = false;
  std::exception_ptr failure;
  aitb::Running running(lane_.executor(), a().never(), [&](std::exception_ptr why) {
    ended = true;
    failure = why;
  });
  lane_.context().poll();
  EXPECT_FALSE(ended);
  boost::asio::post(lane_.context(), [&] { running.cancel(); });
  for (int i = 0; i < 1000 && !ended; ++i) {
    lane_.context().restart();
    lane_.context().poll();
  }
  ASSERT_TRUE(ended);
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    EXPECT_EQ(error.code(), boost::asio::error::operation_aborted);
  }
}

TEST_F(Boundary, ClassesOfOneNameInTwoPluginsStayTwo) {
  EXPECT_EQ(a().own_static(), 111);
  EXPECT_EQ(b().own_static(), 222);
}

TEST_F(Boundary, APluginStaysLoadedWhenEveryHandleIsClosed) {
  const std::string file = catalog_->find(aitb::core::Kind::provider, "crossing-a")->file;
  std::exception_ptr kept;
  try {
    lane_.run(a().throw_own());
  } catch (...) {
    kept = std::current_exception();
  }
  auto pending = std::make_unique<aitb::Running>(lane_.executor(), a().never());
  lane_.context().restart();
  lane_.context().poll();
  for (int i = 0; i < 3; ++i) {  // more often than anything was opened
    if (void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_NOLOAD)) {
      ::dlclose(handle);
      ::dlclose(handle);
    }
  }
  void* still_there = ::dlopen(file.c_str(), RTLD_NOW | RTLD_NOLOAD);
  ASSERT_NE(still_there, nullptr);
  boost::asio::post(lane_.context(), [&] { pending->cancel(); });
  lane_.context().restart();
  lane_.context().poll();
  pending.reset();
  try {
    std::rethrow_exception(kept);
  } catch (const std::exception& error) {
    EXPECT_STREQ(error.what(), "of crossing-a");
  }
}

}  // namespace
