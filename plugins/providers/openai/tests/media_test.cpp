// Pictures, speech and transcription over a real socket.
#include <algorithm>

#include "openai.hpp"
#include "openai_dialect/media.hpp"
#include "service/base64.hpp"
#include "service/test_bench.hpp"

namespace {

using namespace service_test;
namespace json = boost::json;
using aitb::Channel;
using aitb::ErrorKind;
using Bench = service_test::Bench<openai::OpenAi>;

openai::Options options(const Server& server) {
  openai::Options made;
  made.account.base_url = server.url() + "/v1";
  made.account.api_key = "sk-canary";
  return made;
}

aitb::ImageRequest picture(const std::string& model, const std::string& quality,
                           const std::string& format = "") {
  aitb::ImageRequest request;
  request.model = model;
  request.prompt = "A boat";
  request.size = "1024x1024";
  request.quality = quality;
  request.output_format = format;
  return request;
}

/// Sizes of what went to media(), in order.
std::vector<std::string> media(const RecordingExchange& out) {
  std::vector<std::string> all;
  for (const auto& call : out.calls) {
    if (call.what.starts_with("media")) all.push_back(call.what + " " + call.text);
  }
  return all;
}

TEST(Base64, GoesBothWaysAtEveryLength) {
  std::string bytes;
  for (int i = 0; i < 70; ++i) {
    std::string text;
    service::append_base64(text, bytes);
    const std::vector<std::byte> back = service::decode_base64(text);
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(back.data()), back.size()), bytes);
    bytes += static_cast<char>(i * 37);
  }
  EXPECT_EQ(service::decode_base64("YWJj*YWJj").size(), 3u) << "ends at the first foreign letter";
  EXPECT_EQ(service::decode_base64("YWJ").size(), 2u) << "without padding";
}

TEST(Images, AreAskedForByTheRulesOfTheFamily) {
  EXPECT_EQ(openai_dialect::image_body(picture("gpt-image-1.5", "standard")),
            R"({"model":"gpt-image-1.5","prompt":"A boat","size":"1024x1024","quality":"medium"})");
  EXPECT_EQ(
      openai_dialect::image_body(picture("gpt-image-1", "hd", "webp")),
      R"({"model":"gpt-image-1","prompt":"A boat","size":"1024x1024","quality":"high","output_format":"webp"})");
  EXPECT_EQ(
      openai_dialect::image_body(picture("dall-e-3", "hd")),
      R"({"model":"dall-e-3","prompt":"A boat","size":"1024x1024","quality":"hd","response_format":"b64_json"})");
  EXPECT_EQ(
      openai_dialect::image_body(picture("dall-e-3", "standard", "url")),
      R"({"model":"dall-e-3","prompt":"A boat","size":"1024x1024","quality":"standard","response_format":"url"})");
  try {
    openai_dialect::image_body(picture("gpt-image-1", "hd", "url"));
    FAIL() << "a GPT image model was asked for a URL";
  } catch (const aitb::Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unsupported);
  }
}

TEST(Images, ComeAsContentOrAsUrl) {
  Server server({json_answer(
      R"({"created":1,"data":[{"b64_json":"YWJjZA==","revised_prompt":"A red boat"},{"url":"https://x.example/p.png"}],)"
      R"("usage":{"input_tokens":3,"output_tokens":1000,"total_tokens":1003}})")});
  Bench bench(options(server));
  RecordingExchange out;
  bench.lane.run(bench.provider.generate(picture("gpt-image-1", "hd"), out));
  EXPECT_TRUE(server.head().starts_with("POST /v1/images/generations "));
  EXPECT_EQ(media(out).size(), 1u);
  EXPECT_NE(media(out).front().find('4'), std::string::npos) << media(out).front();
  EXPECT_EQ(out.text(Channel::answer), "https://x.example/p.png");
  EXPECT_EQ(out.usages.at(0).output, 1000);
}

TEST(Images, MayStreamDrafts) {
  Server server({sse_answer(
      "event: image_generation.partial_image\ndata: "
      "{\"type\":\"image_generation.partial_image\",\"b64_json\":\"YQ==\",\"partial_image_index\":0}\n\n"
      "event: image_generation.completed\ndata: "
      "{\"type\":\"image_generation.completed\",\"b64_json\":\"YWJj\",\"usage\":{\"output_tokens\":7}}"
      "\n\n")});
  Bench bench(options(server));
  RecordingExchange out;
  bench.lane.run(bench.provider.generate(picture("gpt-image-1", "hd"), out));
  EXPECT_EQ(media(out).size(), 1u);
  EXPECT_EQ(out.usages.at(0).output, 7);
}

TEST(Images, SayThatTheServiceMakesNone) {
  Server server(
      {http("501 Not Implemented", "application/json", R"({"error":{"message":"no images here"}})")});
  Bench bench(options(server));
  RecordingExchange out;
  try {
    bench.lane.run(bench.provider.generate(picture("gpt-image-1", "hd"), out));
    FAIL();
  } catch (const aitb::Error& error) {
    EXPECT_EQ(error.http_status(), 501);
  }
}

TEST(Speech, ArrivesInPieces) {
  const std::string sound(5000, 'x');
  Server server({http("200 OK", "audio/pcm", sound)}, 700);
  Bench bench(options(server));
  RecordingExchange out;
  aitb::SpeechRequest request;
  request.model = "tts-1";
  request.voice = "sage";
  request.input = "Hello";
  request.format = "pcm";
  request.speed = 1.5;
  bench.lane.run(bench.provider.speak(request, out));
  EXPECT_EQ(json::serialize(server.body()),
            R"({"model":"tts-1","input":"Hello","voice":"sage","response_format":"pcm","speed":1.5E0})");
  std::size_t total = 0;
  for (const std::string& one : media(out)) total += std::stoul(one.substr(one.rfind(' ')));
  EXPECT_EQ(total, sound.size());
}

TEST(Speech, IsAnErrorWhenItIsJson) {
  Server server({json_answer(R"({"error":{"message":"bad voice","type":"invalid_request_error"}})")});
  Bench bench(options(server));
  RecordingExchange out;
  aitb::SpeechRequest request;
  request.model = "tts-1";
  EXPECT_THROW(bench.lane.run(bench.provider.speak(request, out)), aitb::Error);
}

aitb::TranscriptionRequest recording(bool stream) {
  aitb::TranscriptionRequest request;
  request.model = "gpt-4o-transcribe";
  request.audio = "RIFFxxxx";
  request.file_name = "a.wav";
  request.media_type = "audio/wav";
  request.language = "en";
  request.stream = stream;
  return request;
}

TEST(Transcription, UploadsTheFileAndGivesItsText) {
  Server server({json_answer(R"({"text":"Hello there","usage":{"type":"duration","seconds":2}})")});
  Bench bench(options(server));
  RecordingExchange out;
  bench.lane.run(bench.provider.transcribe(recording(false), out));
  EXPECT_EQ(out.text(Channel::transcript), "Hello there");
  EXPECT_TRUE(out.usages.empty());
  const std::string sent = server.request();
  EXPECT_NE(sent.find("multipart/form-data"), std::string::npos);
  EXPECT_NE(sent.find("RIFFxxxx"), std::string::npos);
  EXPECT_NE(sent.find("filename=\"a.wav\""), std::string::npos);
}

TEST(Transcription, StreamsAndTakesPlainText) {
  Server server(
      {sse_answer(
           "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}\n\n"
           "data: {\"type\":\"transcript.text.delta\",\"delta\":\"lo\"}\n\n"
           "data: "
           "{\"type\":\"transcript.text.done\",\"text\":\"Hello\",\"usage\":{\"type\":\"tokens\",\"input_"
           "tokens\":4,"
           "\"input_token_details\":{\"audio_tokens\":3},\"output_tokens\":2,\"total_tokens\":6}}\n\n"),
       http("200 OK", "text/plain; charset=utf-8", "1\n00:00:00,000 --> 00:00:01,000\nHello\n")});
  Bench bench(options(server));
  RecordingExchange streamed, plain;
  bench.lane.run(bench.provider.transcribe(recording(true), streamed));
  EXPECT_EQ(streamed.text(Channel::transcript), "Hello");
  EXPECT_EQ(streamed.count("delta transcript"), 2);
  EXPECT_EQ(streamed.usages.at(0).audio_input, 3);
  bench.lane.run(bench.provider.transcribe(recording(false), plain));
  EXPECT_NE(plain.text(Channel::transcript).find("00:00:01,000"), std::string::npos);
}

}  // namespace
