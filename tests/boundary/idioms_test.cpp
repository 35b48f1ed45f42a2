// The coroutine idioms that the tree relies on, each with an object that notices a second destruction or a
// lost value. GCC 12.2 miscompiles others; the sanitizer preset runs these too.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <aitb/emulator.hpp>
#include <aitb/scenario.hpp>
#include <aitb/task.hpp>
#include <aitb/testing/run.hpp>

namespace {

int alive = 0;

/// Counts itself; a double destruction makes the count negative, a leak leaves it positive.
class Tracked {
 public:
  explicit Tracked(std::string text = std::string(64, 'x'))
      : text_(std::make_unique<std::string>(std::move(text))) {
    ++alive;
  }
  Tracked(Tracked&& other) noexcept : text_(std::move(other.text_)) { ++alive; }
  Tracked& operator=(Tracked&&) noexcept = default;
  ~Tracked() { --alive; }
  const std::string& text() const { return *text_; }

 private:
  std::unique_ptr<std::string> text_;
};

aitb::task<Tracked> give(std::string text) {
  Tracked made(std::move(text));
  co_return made;
}
aitb::task<std::string> take(Tracked tracked) { co_return tracked.text(); }
aitb::task<std::string> refuse(Tracked tracked) {
  if (!tracked.text().empty()) throw std::runtime_error(tracked.text());
  co_return "";
}

class Idioms : public ::testing::Test {
 protected:
  void SetUp() override { alive = 0; }
  void TearDown() override { EXPECT_EQ(alive, 0); }
};

TEST_F(Idioms, ANamedValueIsMovedIn) {
  const auto work = []() -> aitb::task<std::string> {
    Tracked named("named");
    std::string text = co_await take(std::move(named));
    co_return text;
  };
  EXPECT_EQ(aitb::testing::run(work()), "named");
}

TEST_F(Idioms, ATemporaryWithAConstructorIsPassed) {
  const auto work = []() -> aitb::task<std::string> {
    std::string text = co_await take(Tracked("temporary"));
    co_return text;
  };
  EXPECT_EQ(aitb::testing::run(work()), "temporary");
}

TEST_F(Idioms, AnAwaitedValueInitialisesIfWhileAndOptional) {
  const auto work = []() -> aitb::task<int> {
    int count = 0;
    if (const Tracked made = co_await give("if"); made.text() == "if") ++count;
    std::optional<Tracked> kept;
    kept.emplace(co_await give("kept"));
    while (kept) {
      if (kept->text() == "kept") ++count;
      kept.reset();
    }
    co_return count;
  };
  EXPECT_EQ(aitb::testing::run(work()), 2);
}

TEST_F(Idioms, AnExceptionUnwindsParametersOnce) {
  const auto work = []() -> aitb::task<std::string> {
    std::string found;
    try {
      found = co_await refuse(Tracked("refused"));
    } catch (const std::runtime_error& error) {
      found = error.what();
    }
    co_return found;
  };
  EXPECT_EQ(aitb::testing::run(work()), "refused");
}

TEST_F(Idioms, AnUnstartedTaskIsDestroyed) {
  Tracked named("never run");
  const aitb::task<std::string> never = take(std::move(named));
}

TEST_F(Idioms, ANamedTaskIsMovedIntoTheAwait) {
  const auto work = []() -> aitb::task<std::string> {
    aitb::task<Tracked> giving = give("later");
    const Tracked made = co_await std::move(giving);
    co_return made.text();
  };
  EXPECT_EQ(aitb::testing::run(work()), "later");
}

TEST_F(Idioms, SdkValuesHaveConstructors) {
  static_assert(!std::is_aggregate_v<aitb::ChatRequest> && !std::is_aggregate_v<aitb::Message> &&
                !std::is_aggregate_v<aitb::Part>);
  static_assert(!std::is_aggregate_v<aitb::HttpRequest> && !std::is_aggregate_v<aitb::HttpOptions> &&
                !std::is_aggregate_v<aitb::Headers>);
  static_assert(!std::is_aggregate_v<aitb::Record> && !std::is_aggregate_v<aitb::Reply> &&
                !std::is_aggregate_v<aitb::ExchangeSpec>);
  static_assert(!std::is_aggregate_v<aitb::ToolCall> && !std::is_aggregate_v<aitb::Usage> &&
                !std::is_aggregate_v<aitb::LinkProfile>);
  SUCCEED();
}

}  // namespace
