// What is told of events before their turn comes, and OpenSSL's memory. That either makes anything faster,
// bench/truth tells.
#include <gtest/gtest.h>
#include <openssl/crypto.h>
#include <sys/epoll.h>

#include <cstdlib>
#include <random>
#include <set>
#include <thread>

#include "net/upcoming.hpp"

namespace aitb::net {
namespace {

struct Descriptor {
  Touched touched;
};

std::vector<epoll_event> events_of(const std::vector<Descriptor*>& keys) {
  std::vector<epoll_event> events;
  for (Descriptor* key : keys) {
    events.emplace_back();
    events.back().data.ptr = key;
  }
  return events;
}

using Waiting = std::vector<const Touched*>;
Waiting waiting(const Upcoming& upcoming) {
  const auto all = upcoming.waiting();
  return Waiting(all.begin(), all.end());
}

TEST(Upcoming, KeepsTheOrderOfEventsAndLeavesOutStrangers) {
  Upcoming upcoming;
  Descriptor a, b, c, stranger;
  for (Descriptor* each : {&a, &b, &c}) upcoming.remember(each, each->touched);
  upcoming.arrived(events_of({&c, &stranger, &a, &b}));
  EXPECT_EQ(waiting(upcoming), (Waiting{&c.touched, &a.touched, &b.touched}));
  upcoming.reached(stranger.touched);
  EXPECT_EQ(upcoming.waiting().size(), 3u);
  upcoming.reached(c.touched);
  EXPECT_EQ(waiting(upcoming), (Waiting{&a.touched, &b.touched}));
  upcoming.reached(b.touched);  // nobody waited at a
  EXPECT_TRUE(upcoming.waiting().empty());
  upcoming.arrived(events_of({&a}));
  EXPECT_EQ(waiting(upcoming), Waiting{&a.touched});
}

TEST(Upcoming, NamesNothingThatWasForgotten) {
  Upcoming upcoming;
  Descriptor a, b;
  for (Descriptor* each : {&a, &b}) upcoming.remember(each, each->touched);
  upcoming.arrived(events_of({&a, &b}));
  upcoming.forget(&b);
  EXPECT_EQ(waiting(upcoming), (Waiting{&a.touched, nullptr}));
  upcoming.reached(a.touched);
  upcoming.arrived(events_of({&b, &a}));
  EXPECT_EQ(waiting(upcoming), Waiting{&a.touched});
}

TEST(Upcoming, TakesNoMoreEventsThanItHasRoomFor) {
  Upcoming upcoming;
  std::vector<Descriptor> descriptors(200);
  std::vector<Descriptor*> keys;
  for (Descriptor& each : descriptors) {
    upcoming.remember(&each, each.touched);
    keys.push_back(&each);
  }
  upcoming.arrived(events_of(keys));
  EXPECT_EQ(upcoming.waiting().size(), 128u);
  for (Descriptor& each : descriptors) upcoming.reached(each.touched);
  EXPECT_TRUE(upcoming.waiting().empty());
}

TEST(Upcoming, FindsWhatIsRememberedAndNothingElse) {
  std::mt19937 random(7);
  std::vector<Descriptor> descriptors(300);
  for (int round = 0; round < 20; ++round) {
    Upcoming upcoming;
    std::set<Descriptor*> known;
    for (int step = 0; step < 2000; ++step) {
      Descriptor& changed = descriptors[random() % descriptors.size()];
      if (random() % 2 == 0) {
        upcoming.remember(&changed, changed.touched);
        known.insert(&changed);
      } else {
        upcoming.forget(&changed);
        known.erase(&changed);
      }
      ASSERT_EQ(upcoming.remembered(), known.size());
      Descriptor& asked = descriptors[random() % descriptors.size()];
      upcoming.arrived(events_of({&asked}));
      ASSERT_EQ(waiting(upcoming), known.contains(&asked) ? Waiting{&asked.touched} : Waiting{});
    }
  }
}

#if !defined(__SANITIZE_ADDRESS__)  // which gives no memory out again at once
TEST(TlsMemory, KeepsARecordBufferOfEachThread) {
  constexpr std::size_t size = 17'000;
  void* const kept_before = OPENSSL_malloc(size);
  void* const first = OPENSSL_malloc(size);
  OPENSSL_free(first);
  const std::unique_ptr<void, decltype(&std::free)> other(std::malloc(size), &std::free);
  EXPECT_NE(other.get(), first) << "OpenSSL gave the block back to the C library";
  std::thread([&] {
    void* const elsewhere = OPENSSL_malloc(size);
    EXPECT_NE(elsewhere, first);
    OPENSSL_free(elsewhere);
  }).join();
  void* const again = OPENSSL_malloc(size);
  EXPECT_EQ(again, first);
  void* const larger = OPENSSL_malloc(2 * size);
  EXPECT_NE(larger, nullptr);
  OPENSSL_free(larger);
  OPENSSL_free(again);
  OPENSSL_free(kept_before);
}
#endif

}  // namespace
}  // namespace aitb::net
