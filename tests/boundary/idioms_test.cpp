// The coroutine idioms that this tree relies on, with an object that notices being destroyed twice or never.
// GCC 12 miscompiles their neighbours (docs/coding-style.md); run under ASan this is the alarm for a change
// of compiler.
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <type_traits>
#include <vector>

#include <aitb/agent.hpp>
#include <aitb/computer.hpp>
#include <aitb/emulator.hpp>
#include <aitb/http.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/provider.hpp>
#include <aitb/scenario.hpp>
#include <aitb/testing/run.hpp>

namespace {

using aitb::task;

template <class... Types>
constexpr bool no_aggregates = (!std::is_aggregate_v<Types> && ...);
static_assert(no_aggregates<aitb::Message, aitb::Part, aitb::ToolCall, aitb::ToolSpec, aitb::Usage,
                            aitb::ChatRequest, aitb::HttpRequest, aitb::HttpOptions, aitb::Deadlines,
                            aitb::ImageRequest, aitb::RealtimeRequest, aitb::ToolResult, aitb::SearchHit,
                            aitb::ExchangeSpec, aitb::Reply, aitb::Record, aitb::SessionFact, aitb::Place,
                            aitb::LinkProfile, aitb::Path, aitb::EmbeddingRequest, aitb::SpeechRequest,
                            aitb::TranscriptionRequest, aitb::ComputerOutput, aitb::ComputerRequest,
                            aitb::ComputerCall, aitb::ComputerReply, aitb::AgentRequest, aitb::AgentReply>,
              "an aggregate temporary in a statement with co_await is destroyed twice by GCC 12");

/// Counts itself; a second destruction or a copy of a dead object is a failure.
class Witness {
 public:
  Witness() : text_("a text that is too long to be stored inside of the string object") {
    living().insert(this);
  }
  explicit Witness(std::string text) : text_(std::move(text)) { living().insert(this); }
  Witness(const Witness& other) : text_(other.text()) { living().insert(this); }
  Witness(Witness&& other) noexcept : text_(std::move(other.text_)) { living().insert(this); }
  Witness& operator=(const Witness&) = default;
  Witness& operator=(Witness&&) noexcept = default;
  ~Witness() { EXPECT_EQ(living().erase(this), 1u) << "destroyed twice"; }
  const std::string& text() const {
    EXPECT_TRUE(living().contains(this)) << "used after its end";
    return text_;
  }
  static std::set<const void*>& living() {
    static std::set<const void*> all;
    return all;
  }

 private:
  std::string text_;
};

class Idiom : public ::testing::Test {
 protected:
  void TearDown() override {
    EXPECT_TRUE(Witness::living().empty()) << Witness::living().size() << " never destroyed";
  }
};

task<std::size_t> size_of(Witness given) { co_return given.text().size(); }
task<Witness> make(std::size_t size) { co_return Witness(std::string(size, 'x')); }
task<std::size_t> owned(std::unique_ptr<Witness> given) { co_return given->text().size(); }
task<std::optional<Witness>> maybe(bool yes) {
  std::optional<Witness> found;
  if (yes) found.emplace(std::string(100, 'y'));
  co_return found;
}
task<std::vector<Witness>> several(std::size_t count) {
  std::vector<Witness> all(count);
  co_return all;
}
task<> fail(Witness given) {
  throw std::runtime_error(given.text());
  co_return;
}

task<std::size_t> names_then_moves() {
  Witness named(std::string(70, 'n'));
  co_return co_await size_of(std::move(named));
}
TEST_F(Idiom, NameItThenMoveIt) { EXPECT_EQ(aitb::testing::run(names_then_moves()), 70u); }

task<std::size_t> passes_a_temporary() {
  const std::size_t size = co_await size_of(Witness(std::string(80, 't')));
  co_return size;
}
TEST_F(Idiom, TemporaryOfATypeWithConstructor) { EXPECT_EQ(aitb::testing::run(passes_a_temporary()), 80u); }

task<std::size_t> passes_ownership() {
  const std::size_t size = co_await owned(std::make_unique<Witness>(std::string(90, 'o')));
  co_return size;
}
TEST_F(Idiom, UniquePointerAsArgument) { EXPECT_EQ(aitb::testing::run(passes_ownership()), 90u); }

task<std::size_t> nests_awaits() { co_return co_await size_of(co_await make(60)); }
TEST_F(Idiom, AwaitInsideAnArgument) { EXPECT_EQ(aitb::testing::run(nests_awaits()), 60u); }

task<std::size_t> loops_over_results() {
  std::size_t sum = 0;
  for (const Witness& one : co_await several(3)) sum += one.text().size();
  while (const std::optional<Witness> found = co_await maybe(sum < 500)) sum += found->text().size();
  if (const std::optional<Witness> found = co_await maybe(true); found) sum += found->text().size();
  co_return sum;
}
TEST_F(Idiom, AwaitInForWhileAndIf) { EXPECT_GE(aitb::testing::run(loops_over_results()), 500u); }

task<bool> catches() {
  Witness given;
  bool caught = false;
  try {
    co_await fail(given);
  } catch (const std::runtime_error& error) {
    caught = error.what() == given.text();
  }
  const std::size_t after = co_await size_of(given);
  co_return caught&& after > 0;
}
TEST_F(Idiom, ExceptionThroughACoroutineWithParameters) { EXPECT_TRUE(aitb::testing::run(catches())); }

task<std::size_t> names_its_lambda() {
  const Witness captured(std::string(50, 'l'));
  auto work = [&captured]() -> task<std::size_t> { co_return captured.text().size(); };
  co_return co_await work();
}
TEST_F(Idiom, NamedLambdaThatCapturesReferences) { EXPECT_EQ(aitb::testing::run(names_its_lambda()), 50u); }

task<std::size_t> chooses_a_scalar(bool first) {
  const std::size_t size = first ? co_await size_of(Witness()) : 0;
  co_return size;
}
TEST_F(Idiom, ScalarChoiceBetweenAwaits) {
  EXPECT_GT(aitb::testing::run(chooses_a_scalar(true)), 0u);
  EXPECT_EQ(aitb::testing::run(chooses_a_scalar(false)), 0u);
}

TEST_F(Idiom, UnstartedCoroutineIsDestroyedWithItsParameters) {
  Witness given;
  const task<std::size_t> never_started = size_of(given);
}

}  // namespace
