// A provider on a lane of its own and what it sends, for tests of providers against scripted servers.
#pragma once
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include <aitb/context.hpp>
#include <aitb/error.hpp>
#include <aitb/provider.hpp>
#include <aitb/testing/recording_exchange.hpp>
#include <aitb/testing/run.hpp>
#include <aitb/testing/scripted_server.hpp>

namespace service_test {

namespace testing = aitb::testing;
using aitb::testing::RecordingExchange;

inline std::string http(const std::string& status, const std::string& type, const std::string& body,
                        const std::string& headers = {}) {
  return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
inline std::string json_answer(const std::string& body) { return http("200 OK", "application/json", body); }
inline std::string sse_answer(const std::string& body) { return http("200 OK", "text/event-stream", body); }

/// One answer a connection, in the order given; requests are kept.
class Server {
 public:
  explicit Server(std::vector<std::string> answers, std::size_t split = 0)
      : server_(scripts(answers, split)) {}
  std::string url() const { return server_.url(); }
  std::string request(std::size_t index = 0) const { return server_.received().at(index); }
  std::string head(std::size_t index = 0) const {
    const std::string all = request(index);
    return all.substr(0, all.find("\r\n\r\n"));
  }
  boost::json::object body(std::size_t index = 0) const {
    const std::string all = request(index);
    return boost::json::parse(all.substr(all.find("\r\n\r\n") + 4)).as_object();
  }

 private:
  static std::vector<testing::Script> scripts(const std::vector<std::string>& answers, std::size_t split) {
    std::vector<testing::Script> all;
    for (const std::string& answer : answers) {
      testing::Script script;
      script.receive_request();
      if (split > 0) {
        script.send_split(answer, split);
      } else {
        script.send(answer);
      }
      all.push_back(script);
    }
    return all;
  }
  testing::ScriptedServer server_;
};

template <class P>
class Bench {
 public:
  explicit Bench(typename P::Options options)
      : context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(1, "test"), ::testing::TempDir()),
        provider(std::move(options), context) {}

  RecordingExchange chat(aitb::ChatRequest request) {
    RecordingExchange out;
    lane.run(provider.send(std::move(request), out));
    return out;
  }
  aitb::Error failure(aitb::ChatRequest request) {
    RecordingExchange out;
    try {
      lane.run(provider.send(std::move(request), out));
    } catch (const aitb::Error& error) {
      return error;
    }
    ADD_FAILURE() << "the request did not fail";
    return aitb::Error(aitb::ErrorKind::internal, "");
  }

  testing::Lane lane;
  aitb::Context context;
  P provider;
};

inline aitb::ChatRequest hello(bool stream = false, std::string model = "a-model") {
  std::vector<aitb::Message> messages;
  messages.emplace_back(aitb::Role::user, "Hello");
  aitb::ChatRequest request(std::move(model), std::move(messages));
  request.stream = stream;
  return request;
}

}  // namespace service_test
