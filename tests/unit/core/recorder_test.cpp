#include "core/record/recorder.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/memory_sink.hpp"

namespace aitb::core {
namespace {

Record numbered(int number, std::size_t chunks = 0) {
  Record record;
  record.exchange_index = number;
  record.chunks.resize(chunks);
  return record;
}

/// Waits for what other threads bring about; false: it did not come.
bool comes_true(const std::function<bool()>& condition) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition() && std::chrono::steady_clock::now() < limit)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return condition();
}

TEST(Recorder, KeepsEveryRecordInOrder) {
  const auto kept = std::make_shared<Kept>();
  Recorder recorder(memory_sinks(kept), {}, false, null_log());
  for (int i = 0; i < 10000; ++i) recorder.push(numbered(i));
  recorder.close();
  ASSERT_EQ(kept->records.size(), 10000u);
  for (int i = 0; i < 10000; ++i) EXPECT_EQ(kept->records[static_cast<std::size_t>(i)].exchange_index, i);
  EXPECT_TRUE(kept->closed);
  EXPECT_EQ(recorder.stats().dropped, 0u);
  EXPECT_EQ(recorder.stats().records, 10000u);
}

TEST(Recorder, FlushesWhileItWaitsForMore) {
  const auto kept = std::make_shared<Kept>();
  Recorder recorder(memory_sinks(kept), {}, false, null_log());
  recorder.push(numbered(0));
  EXPECT_TRUE(comes_true([&] {
    const std::lock_guard lock(kept->mutex);
    return kept->flushes > 0;
  }));
  recorder.close();
}

TEST(Recorder, AHastyKeeperTakesOverFromOneThatIsTooLateAndGoesBack) {
  const auto kept = std::make_shared<Kept>();
  Recorder recorder(memory_sinks(kept), {}, false, null_log());
  // The patient keeper stands still in its first record, as on a core that others keep.
  kept->before_write = [&] { EXPECT_TRUE(comes_true([&] { return recorder.stats().overdue > 0; })); };
  recorder.push(numbered(0));
  recorder.push(numbered(1));
  const auto stored = [&] {
    const std::lock_guard lock(kept->mutex);
    return kept->writers.size();
  };
  ASSERT_TRUE(comes_true([&] { return stored() == 2; }));
  int next = 2;
  const auto patient_again = [&] {
    recorder.push(numbered(next++));
    const std::lock_guard lock(kept->mutex);
    return kept->writers.back() == kept->writers.front();
  };
  EXPECT_TRUE(comes_true(patient_again));
  recorder.close();
  EXPECT_NE(kept->writers[0], kept->writers[1]);
  ASSERT_EQ(kept->records.size(), static_cast<std::size_t>(next));
  for (int i = 0; i < next; ++i) EXPECT_EQ(kept->records[static_cast<std::size_t>(i)].exchange_index, i);
}

TEST(Recorder, HasNoRoomWhileTheSinkIsBehind) {
  const auto kept = std::make_shared<Kept>();
  Recorder recorder(memory_sinks(kept), {}, false, null_log());
  EXPECT_TRUE(recorder.has_room());
  {
    const std::lock_guard hold(kept->mutex);  // the sink stands still
    recorder.push(numbered(0, Recorder::kCapacity * 16));
    EXPECT_FALSE(recorder.has_room());
  }
  recorder.close();
  EXPECT_TRUE(recorder.has_room());
  EXPECT_GE(recorder.stats().peak_weight, Recorder::kCapacity);
}

TEST(Recorder, PassesOnWhatASinkThrewAndSaysSo) {
  const auto kept = std::make_shared<Kept>();
  kept->fail = true;
  Recorder recorder(memory_sinks(kept), {}, false, null_log());
  recorder.push(numbered(0));
  EXPECT_THROW(recorder.close(), std::runtime_error);
  EXPECT_TRUE(recorder.failed());
}

TEST(Recorder, TellsTheSinksTheCompletedRun) {
  const auto kept = std::make_shared<Kept>();
  Recorder recorder(memory_sinks(kept), {{"run_id", "r"}}, false, null_log());
  recorder.update_run({{"run_id", "r"}, {"ended", true}});
  recorder.close();
  ASSERT_EQ(kept->runs.size(), 2u);
  EXPECT_TRUE(kept->runs.back().contains("ended"));
}

}  // namespace
}  // namespace aitb::core
