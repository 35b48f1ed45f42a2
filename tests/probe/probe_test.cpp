#include <gtest/gtest.h>

#include <aitb/testing/run.hpp>
#include <filesystem>

#include "core/plugin/catalog.hpp"
#include "core/session/live_exchange.hpp"

namespace aitb::core {
namespace {

CatalogOptions only_the_probe() {
  CatalogOptions options;
  options.folders.emplace_back(PROBE_FOLDER);
  options.defaults = false;
  return options;
}

class Probe : public ::testing::Test {
 protected:
  Probe()
      : catalog(only_the_probe()),
        context(null_log(), lane.clock(), lane.net(), Random(1), ::testing::TempDir()),
        provider(catalog.create_provider("probe", boost::json::value(boost::json::object()), context)),
        exchange(lane.clock(), Record()) {}

  template <class Face>
  Face& the() {
    return *face<Face>(*provider);
  }

  testing::Lane lane;
  Catalog catalog;
  Context context;
  std::unique_ptr<Provider> provider;
  LiveExchange exchange;
};

TEST_F(Probe, ARealtimeConversationHearsAnswersAndIsInterrupted) {
  std::unique_ptr<RealtimeSession> talk = lane.run(the<Realtime>().connect(RealtimeRequest(), exchange));
  lane.run(talk->send_text("hello"));
  lane.run(talk->send_audio(std::vector<std::byte>(4800)));
  lane.run(talk->interrupt(std::chrono::milliseconds(50)));  // 50 ms at 24 kHz are 2400 bytes
  lane.run(talk->respond(exchange));
  lane.run(talk->close());
  Reply reply;
  const Record record = exchange.finish(nullptr, reply);
  EXPECT_EQ(reply.text, "echo hello");
  ASSERT_EQ(reply.media.size(), 1u);
  EXPECT_EQ(reply.media[0].bytes.size(), 2400u);
  ASSERT_EQ(record.chunks.size(), 3u);
  EXPECT_EQ(record.chunks[0].kind, ChunkKind::transcript);
  EXPECT_EQ(record.chunks[1].kind, ChunkKind::audio);
}

TEST_F(Probe, ToolsAreListedAndCalledAndFailByKind) {
  const std::vector<ToolSpec> tools = lane.run(the<Tools>().list(exchange));
  ASSERT_EQ(tools.size(), 1u);
  EXPECT_EQ(lane.run(the<Tools>().call(ToolCall("1", tools[0].name, "four"), exchange)).text, "4");
  try {
    lane.run(the<Tools>().call(ToolCall("2", "none", ""), exchange));
    FAIL() << "an unknown tool was called";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::tool_failure);
  }
  Reply reply;
  EXPECT_EQ(exchange.finish(nullptr, reply).transport_method, "reported");
}

TEST_F(Probe, ASearchGivesHits) {
  const std::vector<SearchHit> hits = lane.run(the<Search>().query("6G", 2, exchange));
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_EQ(hits[1].title, "6G 1");
}

TEST_F(Probe, PicturesComeAsMedia) {
  ImageRequest request;
  request.prompt = "a ship";
  request.count = 2;
  lane.run(the<Images>().generate(request, exchange));
  Reply reply;
  EXPECT_EQ(exchange.finish(nullptr, reply).content_down, 12u);
  EXPECT_EQ(reply.media.size(), 2u);
}

TEST_F(Probe, AFaceThatIsNotOfferedIsNull) { EXPECT_EQ(face<Chat>(*provider), nullptr); }

TEST_F(Probe, AnEmulatorTellsWhatItVerifiedOrRefuses) {
  const auto emulator = catalog.create_emulator("probe", boost::json::value(boost::json::object()), context);
  Path path;
  path.interface = "lo";
  LinkProfile profile;
  profile.delay_ms = 20;
  const std::unique_ptr<Applied> applied = lane.run(emulator->apply(path, profile));
  EXPECT_EQ(applied->verified(), "not shaped: delay 20 ms on lo");
  EXPECT_FALSE(applied->shaped());
  profile.rate_mbit = 5;
  EXPECT_THROW(lane.run(emulator->apply(path, profile)), Error);
}

TEST_F(Probe, ACaptureTellsWhatItSaw) {
  const auto capture = catalog.create_capture("probe", boost::json::value(boost::json::object()), context);
  lane.run(capture->start(Path(), context.work_dir, "cell"));
  const CaptureFact fact = lane.run(capture->stop());
  EXPECT_EQ(fact.bytes, 4u);
  EXPECT_EQ(fact.packets, 1u);
  std::filesystem::remove(fact.file);
}

}  // namespace
}  // namespace aitb::core
