// Sessions of pictures, questions about media, vectors and sounds, against faces that keep what they are
// asked.
#include <gtest/gtest.h>

#include <unistd.h>
#include <aitb/testing/recording_exchange.hpp>
#include <aitb/testing/run.hpp>
#include <assets/find.hpp>

#include <cstdlib>
#include <fstream>

#include "embeddings.hpp"
#include "image.hpp"
#include "multimodal.hpp"
#include "speech.hpp"
#include "transcription.hpp"
#include "video.hpp"

namespace media {
namespace {

namespace fs = std::filesystem;
using aitb::task;

/// Every face that a scenario here may need.
class Service final : public aitb::Chat,
                      public aitb::Images,
                      public aitb::Embeddings,
                      public aitb::Speech,
                      public aitb::Transcription {
 public:
  task<> send(aitb::ChatRequest request, aitb::Exchange&) override {
    chats.push_back(std::move(request));
    co_return;
  }
  task<> generate(aitb::ImageRequest request, aitb::Exchange& out) override {
    images.push_back(std::move(request));
    const std::string picture = "\x89PNG picture";
    out.media(aitb::MediaKind::image, std::as_bytes(std::span(picture)));
    co_return;
  }
  task<std::vector<std::vector<float>>> embed(aitb::EmbeddingRequest request, aitb::Exchange&) override {
    const std::size_t count = request.inputs.size() - lost_vectors;
    embeddings.push_back(std::move(request));
    co_return std::vector<std::vector<float>>(count, std::vector<float>(8));
  }
  task<> speak(aitb::SpeechRequest request, aitb::Exchange&) override {
    speeches.push_back(std::move(request));
    co_return;
  }
  task<> transcribe(aitb::TranscriptionRequest request, aitb::Exchange&) override {
    recordings.push_back(std::move(request));
    co_return;
  }
  std::vector<aitb::ChatRequest> chats;
  std::vector<aitb::ImageRequest> images;
  std::vector<aitb::EmbeddingRequest> embeddings;
  std::vector<aitb::SpeechRequest> speeches;
  std::vector<aitb::TranscriptionRequest> recordings;
  std::size_t lost_vectors = 0;
};

class OneSession final : public aitb::Session {
 public:
  void* face(std::string_view id, std::string_view) noexcept override {
    if (id == aitb::Chat::id) return static_cast<aitb::Chat*>(&service);
    if (id == aitb::Images::id) return static_cast<aitb::Images*>(&service);
    if (id == aitb::Embeddings::id) return static_cast<aitb::Embeddings*>(&service);
    if (id == aitb::Speech::id) return static_cast<aitb::Speech*>(&service);
    return static_cast<aitb::Transcription*>(&service);
  }
  task<aitb::Reply> perform(aitb::ExchangeSpec spec, Work work) override {
    operations.push_back(spec.operation);
    aitb::Reply reply;
    aitb::testing::RecordingExchange exchange;
    try {
      task<> running = work(exchange);
      co_await std::move(running);
      reply.text = "answer " + std::to_string(operations.size());
      if (spec.operation == "image") reply.media.emplace_back(aitb::MediaKind::image, "", "\x89PNG picture");
      if (spec.operation == "speech") reply.media.emplace_back(aitb::MediaKind::audio, "", "pcm bytes");
    } catch (const aitb::Error& error) {
      reply.error_kind = error.kind();
      reply.error = error.what();
    }
    if (static_cast<int>(operations.size()) == fail_at) reply.error_kind = aitb::ErrorKind::server_error;
    co_return reply;
  }
  task<> turn(int index) override {
    turns.push_back(index);
    co_return;
  }
  const aitb::Place& place() const noexcept override { return place_; }
  aitb::Clock& clock() noexcept override { std::abort(); }
  aitb::Log& log() noexcept override { return aitb::null_log(); }
  aitb::Random& random() noexcept override { return random_; }
  void fail(aitb::ErrorKind kind, std::string why) override { failed = kind, reason = std::move(why); }
  void note(std::string key, boost::json::value value) override { notes[key] = std::move(value); }

  OneSession() { place_.session_id = "pictures/none/u0/r0"; }
  Service service;
  std::vector<std::string> operations;
  std::vector<int> turns;
  boost::json::object notes;
  int fail_at = -1;
  std::optional<aitb::ErrorKind> failed;
  std::string reason;

 private:
  aitb::Place place_;
  aitb::Random random_;
};

class Media : public ::testing::Test {
 protected:
  Media() : folder(fs::path(::testing::TempDir()) / ("aitb-media-" + std::to_string(::getpid()))) {
    fs::create_directories(folder);
    std::ofstream(folder / "own.png") << "\x89PNG own";
  }
  ~Media() override { fs::remove_all(folder); }

  template <class Scenario>
  void run(typename Scenario::Options options) {
    aitb::testing::Lane lane;
    aitb::Context context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(), folder);
    Scenario scenario(std::move(options), context);
    lane.run(scenario.run(session));
  }
  template <class Scenario>
  aitb::ConfigError refusal(typename Scenario::Options options) {
    try {
      run<Scenario>(std::move(options));
    } catch (const aitb::ConfigError& error) {
      return error;
    }
    return aitb::ConfigError("", "it was not refused");
  }
  const aitb::Part& part(std::size_t chat) const {
    return session.service.chats.at(chat).messages.back().parts.at(1);
  }

  fs::path folder;
  OneSession session;
};

TEST_F(Media, PicturesAreAskedForOneATurn) {
  ImageOptions options;
  options.prompts = {"a tree", "a house"};
  options.size = "512x512";
  options.count = 2;
  run<ImageScenario>(options);
  ASSERT_EQ(session.service.images.size(), 2u);
  EXPECT_EQ(session.service.images[1].prompt, "a house");
  EXPECT_EQ(session.service.images[1].size, "512x512");
  EXPECT_EQ(session.service.images[1].count, 2);
  EXPECT_EQ(session.turns, (std::vector<int>{0, 1}));
  EXPECT_FALSE(fs::exists(folder / "images")) << "nothing is kept unasked";
}

TEST_F(Media, PicturesAreKeptIfAsked) {
  ImageOptions options;
  options.save_images = true;
  run<ImageScenario>(options);
  EXPECT_EQ(fs::file_size(folder / "images" / "pictures_none_u0_r0-1-1.png"), 12u);
}

TEST_F(Media, AFailedPictureDoesNotKeepTheNextOneAway) {
  ImageOptions options;
  options.prompts = {"a", "b"};
  session.fail_at = 1;
  run<ImageScenario>(options);
  EXPECT_EQ(session.service.images.size(), 2u);
  EXPECT_EQ(session.failed, aitb::ErrorKind::server_error);
  EXPECT_TRUE(session.reason.starts_with("prompt 1 got no answer"));
}

TEST_F(Media, EachQuestionGoesWithItsPicture) {
  MultimodalOptions options;
  options.prompts = {"first?", "second?"};
  options.image_base_dir = folder.string();
  options.image_paths = {"own.png", "examples/assets/traffic_pattern.png", "https://e.example/c.jpg"};
  run<Multimodal>(options);
  ASSERT_EQ(session.service.chats.size(), 3u) << "three pictures, two prompts in turn";
  EXPECT_EQ(part(0).bytes, "\x89PNG own");
  EXPECT_EQ(part(0).media_type, "image/png");
  EXPECT_EQ(part(1).name, "traffic_pattern.png") << "a sample of that name";
  EXPECT_TRUE(part(1).bytes.starts_with("\x89PNG\r\n"));
  EXPECT_EQ(part(2).url, "https://e.example/c.jpg");
  EXPECT_EQ(session.service.chats[2].messages.back().text(), "first?");
  EXPECT_EQ(session.service.chats[2].messages.size(), 1u) << "no history unless asked for";
}

TEST_F(Media, DocumentsAndPicturesCanBeMixed) {
  MultimodalOptions options;
  options.prompts = {"sum up", "describe"};
  options.media.resize(2);
  options.media[0].document = "report.pdf";
  options.media[1].image = "network_diagram.png";
  options.keep_history = true;
  options.system_prompt = "be brief";
  run<Multimodal>(options);
  EXPECT_EQ(part(0).kind, aitb::MediaKind::document);
  EXPECT_EQ(part(0).media_type, "application/pdf");
  EXPECT_EQ(session.service.chats[1].messages.size(), 4u) << "system, question, answer, question";
}

TEST_F(Media, AMissingFileIsToldBeforeAnythingRuns) {
  MultimodalOptions options;
  options.image_base_dir = folder.string();
  options.image_paths = {"own.png", "no/such.png"};
  const aitb::ConfigError error = refusal<Multimodal>(options);
  EXPECT_EQ(error.pointer(), "/image_paths/1");
  const std::string text = error.what();
  EXPECT_NE(text.find("reading 'no/such.png': there is no such file (looked at " + folder.string() +
                      "/no/such.png"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("network_diagram.png, question.wav, report.pdf, test.mp4, traffic_pattern.png"),
            std::string::npos)
      << text;
  options.image_paths.clear();
  options.media.resize(1);
  EXPECT_EQ(refusal<Multimodal>(options).pointer(), "/media/0");
  options.media[0].image = "own.png", options.media[0].document = "report.pdf";
  EXPECT_NE(std::string(refusal<Multimodal>(options).what()).find("not several"), std::string::npos);
}

TEST_F(Media, VideosGoAsAddressOrAsBytes) {
  VideoOptions options;
  options.video_url = "file:///media/test.mp4";
  options.video_path = "test.mp4";
  run<VideoUnderstanding>(options);
  ASSERT_EQ(session.service.chats.size(), 2u);
  EXPECT_EQ(part(0).url, "file:///media/test.mp4") << "the service reads it, so it need not be here";
  EXPECT_EQ(part(0).kind, aitb::MediaKind::video);
  EXPECT_EQ(part(1).media_type, "video/mp4");
  EXPECT_EQ(part(1).bytes.substr(4, 8), "ftypisom");

  options.send_local_as = "base64";
  EXPECT_EQ(part(0).bytes, "");
  run<VideoUnderstanding>(options);
  EXPECT_FALSE(part(2).bytes.empty()) << "read here, from the sample of that name";

  options.video_url.clear();
  options.send_local_as = "file_url";
  run<VideoUnderstanding>(options);
  EXPECT_EQ(part(4).url, "file://" + fs::canonical(assets::sample_folder() / "test.mp4").string());

  options.video_path = "lost.mp4";
  EXPECT_EQ(refusal<VideoUnderstanding>(options).pointer(), "/video_path");
}

TEST_F(Media, TextsAreEmbeddedInBatches) {
  EmbeddingsOptions options;
  options.inputs = {"a", "b", "c"};
  options.batch_size = 2;
  options.dimensions = 8;
  run<EmbeddingsScenario>(options);
  ASSERT_EQ(session.service.embeddings.size(), 2u);
  EXPECT_EQ(session.service.embeddings[0].inputs.size(), 2u);
  EXPECT_EQ(session.service.embeddings[1].inputs, (std::vector<std::string>{"c"}));
  EXPECT_EQ(session.notes.at("dimensions"), 8u);
  session.service.lost_vectors = 1;
  options.inputs = {"a", "b"};
  run<EmbeddingsScenario>(options);
  EXPECT_EQ(session.failed, aitb::ErrorKind::protocol);
}

TEST_F(Media, SoundsAreSpokenAndWrittenDown) {
  SpeechOptions speech;
  speech.format = "pcm";
  speech.save_audio = true;
  speech.speed = 1.5;
  run<SpeechScenario>(speech);
  EXPECT_EQ(session.service.speeches.at(0).speed, 1.5);
  EXPECT_TRUE(fs::exists(folder / "speech" / "pictures_none_u0_r0-1-1.pcm"));

  TranscriptionOptions listening;
  listening.language = "en";
  run<TranscriptionScenario>(listening);
  const aitb::TranscriptionRequest& asked = session.service.recordings.at(0);
  EXPECT_EQ(asked.file_name, "question.wav");
  EXPECT_EQ(asked.media_type, "audio/wav");
  EXPECT_EQ(asked.audio.substr(0, 4), "RIFF");
  EXPECT_EQ(asked.language, "en");
  listening.audio_paths = {"https://e.example/a.wav"};
  EXPECT_EQ(refusal<TranscriptionScenario>(listening).pointer(), "/audio_paths/0");
}

}  // namespace
}  // namespace media
