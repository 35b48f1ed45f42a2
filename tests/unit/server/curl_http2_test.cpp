// HttpClient on libcurl over HTTP/2, against nghttp2's server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <aitb/temporary_folder.hpp>
#include <fstream>

#include "tests/unit/server/curl_notes.hpp"
#include "tests/unit/server/support.hpp"

namespace aitb::test {
namespace {

// A port that is free now; the server under test binds it a moment later.
int free_port(Lane& lane) {
  FunctionService nobody([](ServerRequest, Responder&) -> task<> { co_return; });
  return lane.listen(nobody)->port();
}

TEST(CurlClient, SharesOneHttp2Connection) {
  Lane lane;
  const TemporaryFolder files;
  const std::string folder = files.path();
  const std::string body(100'000, 'h');
  std::ofstream(folder + "/aitb_h2.txt") << body;
  const ThrowawayCa ca({"127.0.0.1"});
  const std::string key = folder + "/aitb_h2_key.pem", chain = folder + "/aitb_h2_chain.pem";
  const std::string trust = folder + "/aitb_h2_ca.pem";
  std::ofstream(key) << ca.identity.private_key;
  std::ofstream(chain) << ca.identity.certificate_chain;
  std::ofstream(trust) << ca.ca_pem;
  const std::string port = std::to_string(free_port(lane));
  ProcessOptions options;
  options.command.assign({"nghttpd", "--address=127.0.0.1", "-d", folder, port, key, chain});
  std::unique_ptr<Process> server;
  try {
    server = lane.process(std::move(options));
  } catch (const Error& error) {
    GTEST_SKIP() << error.what() << " (apt-get install nghttp2-server)";
  }
  HttpOptions http;
  http.http2 = true;
  http.ca_file = trust;
  const auto client = lane.curl(http);
  const std::string url = "https://127.0.0.1:" + port + "/aitb_h2.txt";
  Notes first;
  std::vector<Notes> notes(20);
  int ended = 0;
  auto one = [&](Notes& mine) -> task<> {
    HttpRequest request("GET", url);
    HttpResponse response = co_await client->send(std::move(request), mine);
    EXPECT_EQ(response.status, 200);
    const std::string text = co_await response.text();
    EXPECT_TRUE(text == body);
    ++ended;
  };
  auto story = [&]() -> task<> {
    while (ended == 0) {  // until it listens
      bool refused = false;
      try {
        co_await one(first);
      } catch (const Error& error) {
        refused = error.kind() == ErrorKind::connect;
        if (!refused) throw;
      }
      if (refused) co_await lane.clock->sleep_for(std::chrono::milliseconds(5));
    }
    for (Notes& each : notes) spawn(lane.loop.get_executor(), one(each));
    co_await lane.until([&] { return ended == 1 + static_cast<int>(notes.size()); });
  };
  lane.run(story());
  ASSERT_FALSE(first.connections.empty());
  EXPECT_EQ(first.connections.back().protocol, "h2");
  for (const Notes& each : notes) {
    ASSERT_EQ(each.connections.size(), 1u);
    EXPECT_TRUE(each.connections[0].reused);
    EXPECT_EQ(each.connections[0].protocol, "h2");
    EXPECT_EQ(each.response_body, body.size());
    EXPECT_EQ(each.transports.size(), 1u);
  }
}

TEST(CurlClient, SpeaksHttp2WithoutTls) {
  Lane lane;
  const TemporaryFolder files;
  const std::string folder = files.path();
  std::ofstream(folder + "/aitb_h2c.txt") << "clear";
  const std::string port = std::to_string(free_port(lane));
  ProcessOptions options;
  options.command.assign({"nghttpd", "--no-tls", "--address=127.0.0.1", "-d", folder, port});
  std::unique_ptr<Process> server;
  try {
    server = lane.process(std::move(options));
  } catch (const Error& error) {
    GTEST_SKIP() << error.what() << " (apt-get install nghttp2-server)";
  }
  HttpOptions http;
  http.http2 = true;
  const auto client = lane.curl(http);
  Notes notes;
  int answers = 0;
  auto story = [&]() -> task<> {
    while (answers < 3) {
      bool refused = false;
      try {
        HttpRequest request("GET", "http://127.0.0.1:" + port + "/aitb_h2c.txt");
        HttpResponse response = co_await client->send(std::move(request), notes);
        const std::string text = co_await response.text();
        EXPECT_EQ(text, "clear");
        ++answers;
      } catch (const Error& error) {
        refused = error.kind() == ErrorKind::connect;
        if (!refused) throw;
      }
      if (refused) co_await lane.clock->sleep_for(std::chrono::milliseconds(5));
    }
  };
  lane.run(story());
  EXPECT_EQ(notes.connections.back().protocol, "h2");
}

}  // namespace
}  // namespace aitb::test
