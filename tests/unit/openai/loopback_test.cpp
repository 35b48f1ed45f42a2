// Provider against simulator, over real sockets: what one says the other understands, exactly.
#include <gtest/gtest.h>

#include <aitb/testing/run.hpp>
#include <boost/json.hpp>

#include "core/plugin/catalog.hpp"
#include "plugins/providers/openai/tests/recorder.hpp"

namespace {

namespace json = boost::json;
using aitb::ChatRequest;
using aitb::ErrorKind;
using aitb::Message;
using aitb::Role;
using openai_test::Recorder;

aitb::core::CatalogOptions built_plugins() {
  aitb::core::CatalogOptions options;
  options.folders = {PLUGINS_DIR};
  options.defaults = false;
  return options;
}

/// A simulator that listens, and a provider that knows its address and key.
class Loopback {
 public:
  explicit Loopback(json::object simulator_options = {}, json::object provider_options = {}, bool tls = false)
      : context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(1, "loopback"), testing::TempDir()) {
    for (const char* times : {"ttft_ms", "itl_ms"}) {
      if (!simulator_options.contains(times)) simulator_options[times] = 0;
    }
    simulator = catalog.create_simulator("openai", simulator_options, context);
    aitb::ListenOptions listen;
    if (tls) listen.tls = ca.identity;
    auto* service = static_cast<aitb::HttpService*>(simulator->face(aitb::HttpService::id));
    server = lane.net().listen(listen, *service);
    if (!provider_options.contains("base_url"))
      provider_options["base_url"] = server->url() + simulator->base_path();
    if (!provider_options.contains("api_key")) provider_options["api_key"] = simulator->key();
    provider = catalog.create_provider("openai", provider_options, context);
  }

  Recorder send(ChatRequest request) {
    Recorder recorder;
    lane.run(aitb::face<aitb::Chat>(*provider)->send(std::move(request), recorder));
    return recorder;
  }
  aitb::Error failure(ChatRequest request) {
    try {
      send(std::move(request));
    } catch (const aitb::Error& error) {
      return error;
    }
    ADD_FAILURE() << "the request did not fail";
    return aitb::Error(ErrorKind::internal, "");
  }

  aitb::testing::Lane lane;
  aitb::Context context;
  aitb::core::Catalog catalog{built_plugins()};
  aitb::ThrowawayCa ca{{"127.0.0.1", "localhost"}};
  std::unique_ptr<aitb::Simulator> simulator;
  std::unique_ptr<aitb::HttpServer> server;
  std::unique_ptr<aitb::Provider> provider;
};

ChatRequest hello(bool stream) {
  std::vector<Message> messages;
  messages.emplace_back(Role::user, "Hello");
  ChatRequest request("gpt-4o-mini", std::move(messages));
  request.stream = stream;
  return request;
}

TEST(Loopback, StreamAndWholeAnswerSayTheSame) {
  Loopback both;
  const Recorder streamed = both.send(hello(true));
  const Recorder whole = both.send(hello(false));
  EXPECT_EQ(streamed.texts.at("answer"), whole.texts.at("answer"));
  EXPECT_EQ(streamed.counts.at("answer"), 64) << "one chunk a token";
  EXPECT_EQ(streamed.last_usage->output, 64);
  EXPECT_EQ(whole.last_usage->output, 64);
  EXPECT_EQ(streamed.last_usage->input, whole.last_usage->input);
  EXPECT_EQ(streamed.lines.back(), "done");
}

TEST(Loopback, ToolCallsComeOver) {
  Loopback both;
  for (bool stream : {true, false}) {
    ChatRequest request = hello(stream);
    request.tools.emplace_back(
        "get_time", "the time",
        json::parse(
            R"({"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"]})"));
    request.tool_choice = "required";
    const Recorder got = both.send(std::move(request));
    ASSERT_EQ(got.calls.size(), 1u);
    EXPECT_EQ(got.calls[0].name, "get_time");
    EXPECT_TRUE(json::parse(got.calls[0].arguments).as_object().at("zone").is_string());
  }
}

TEST(Loopback, ReasoningComesOver) {
  Loopback both(
      {{"reasoning_field", "reasoning"}, {"reasoning_tokens", 12}, {"reasoning_models", json::array{"*"}}});
  const Recorder got = both.send(hello(true));
  EXPECT_EQ(got.counts.at("reasoning"), 12);
  EXPECT_EQ(got.last_usage->reasoning, 12);
  EXPECT_EQ(got.last_usage->output, 12 + 64);
}

TEST(Loopback, SpeaksTls) {
  Loopback both({}, {{"verify_tls", false}}, true);
  EXPECT_EQ(both.send(hello(true)).counts.at("answer"), 64);
}

TEST(Loopback, RefusesACertificateThatNobodyVouchesFor) {
  Loopback both({}, {}, true);
  EXPECT_EQ(both.failure(hello(true)).kind(), ErrorKind::tls);
}

TEST(Loopback, EveryErrorHasItsKind) {
  const std::pair<const char*, ErrorKind> kinds[] = {
      {"400", ErrorKind::client_error}, {"401", ErrorKind::auth},         {"403", ErrorKind::auth},
      {"404", ErrorKind::client_error}, {"429", ErrorKind::rate_limited}, {"500", ErrorKind::server_error},
      {"503", ErrorKind::server_error}};
  for (const auto& [status, kind] : kinds) {
    Loopback both({{"allow_error_header", true}}, {{"headers", {{"x-aitb-error", status}}}});
    const aitb::Error error = both.failure(hello(true));
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_EQ(std::to_string(error.http_status()), status);
  }
}

TEST(Loopback, AUsedUpQuotaCanBeToldFromARateLimit) {
  Loopback quota({{"allow_error_header", true}}, {{"headers", {{"x-aitb-error", "429:insufficient_quota"}}}});
  const aitb::Error used_up = quota.failure(hello(false));
  EXPECT_EQ(used_up.kind(), ErrorKind::rate_limited);
  EXPECT_EQ(used_up.code(), "insufficient_quota");
  EXPECT_FALSE(used_up.retry_after());
  Loopback limit({{"rate_limit", 1}});
  limit.send(hello(false));
  const aitb::Error too_fast = limit.failure(hello(false));
  EXPECT_EQ(too_fast.code(), "rate_limit_exceeded");
  ASSERT_TRUE(too_fast.retry_after());
  EXPECT_GT(*too_fast.retry_after(), std::chrono::seconds(50));
}

TEST(Loopback, TheKeyStandsInNoError) {
  Loopback both({{"keys", json::array{"sk-right-0123456789"}}}, {{"api_key", "sk-canary-0123456789"}});
  const aitb::Error error = both.failure(hello(true));
  EXPECT_EQ(error.kind(), ErrorKind::auth);
  EXPECT_EQ(std::string(error.what()).find("sk-canary-0123456789"), std::string::npos) << error.what();
}

TEST(Loopback, ManyStreamsAtOnceKeepApart) {
  Loopback both({{"itl_ms", 0.2}});
  constexpr int kStreams = 100;
  std::vector<Recorder> recorders(kStreams);
  std::vector<aitb::Running> running;
  for (int i = 0; i < kStreams; ++i) {
    ChatRequest request = hello(true);
    request.seed = i;
    running.emplace_back(both.lane.executor(),
                         aitb::face<aitb::Chat>(*both.provider)
                             ->send(std::move(request), recorders[static_cast<std::size_t>(i)]));
  }
  for (aitb::Running& one : running) both.lane.run(one.join());
  for (int i = 0; i < kStreams; ++i) {
    ChatRequest request = hello(false);
    request.seed = i;
    EXPECT_EQ(recorders[static_cast<std::size_t>(i)].texts.at("answer"),
              both.send(std::move(request)).texts.at("answer"));
  }
}

TEST(Loopback, AnAbortedRequestFreesTheSimulator) {
  Loopback both({{"ttft_ms", 5}, {"itl_ms", 600000}});
  Recorder recorder;
  {
    aitb::Running running(both.lane.executor(),
                          aitb::face<aitb::Chat>(*both.provider)->send(hello(true), recorder));
    while (recorder.counts["answer"] == 0) both.lane.context().run_one();
    running.cancel();
    while (!running.ended()) both.lane.context().run_one();
  }
  while (both.server->connections() > 0) both.lane.context().run_one();
  SUCCEED() << "the stream would have slept for ten minutes";
}

}  // namespace
