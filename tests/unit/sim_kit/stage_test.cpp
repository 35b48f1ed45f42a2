#include <gtest/gtest.h>

#include <sim_kit/stage.hpp>
#include <sim_kit/testing.hpp>

namespace {

using sim_kit::EventWriter;
using sim_kit::Plan;
using sim_kit::Stretch;

/// Of a service that has no place for what is said: its pieces are empty.
class SilentWriter final : public EventWriter {
 public:
  void open(std::string&, std::size_t) override {}
  void begin_text(std::string& out, std::size_t, Stretch) override { before_ = out.size(); }
  void end_text(std::string& out, std::size_t, Stretch) override { out.resize(before_); }
  void call(std::string&, std::size_t, std::size_t, sim_kit::CallPlan&) override {}
  void begin_arguments(std::string&, std::size_t, std::size_t, bool) override {}
  void end_arguments(std::string&) override {}
  void finish(std::string& out, const Plan&) override { out += "end"; }

 private:
  std::size_t before_ = 0;
};

TEST(Stage, WaitsForASlowPeerAlsoWhereAPieceIsEmpty) {
  sim_kit::testing::JumpingClock clock;
  aitb::testing::Lane lane;
  aitb::Context context(aitb::null_log(), clock, lane.net(), aitb::Random(7, "stage"), "/nonexistent");
  const sim_kit::Options options;
  sim_kit::Stage stage(options, sim_kit::Style("call_", 24, false), context);
  auto plan = std::make_unique<Plan>();
  plan->choices.emplace_back().content = sim_kit::TokenSource(aitb::Random(7, "text"), 3, 3);
  plan->first = clock.now();
  sim_kit::testing::Peer peer(clock);
  peer.slow = true;
  lane.run(stage.stream(std::move(plan), std::make_unique<SilentWriter>(), {}, peer));
  ASSERT_EQ(peer.writes.size(), 4u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(peer.writes[i].bytes, "");
  EXPECT_EQ(peer.writes[3].bytes, "end");
}

}  // namespace
