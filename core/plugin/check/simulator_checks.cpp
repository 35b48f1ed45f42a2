// Checks of simulators, as a client that does not know their protocol sees them.
#include <boost/json/serialize.hpp>

#include "core/plugin/check/workbench.hpp"

namespace aitb::core::check {
namespace {

class Asked {
 public:
  HttpRequest request;
  std::optional<int> status;  ///< what check.yaml expects
};

std::string text_at(const boost::json::object& in, std::string_view key) {
  const auto* value = in.if_contains(key);
  if (value == nullptr) return {};
  return value->is_string() ? std::string(value->as_string()) : boost::json::serialize(*value);
}

std::string with_key(std::string text, const std::string& key) {
  if (const std::size_t at = text.find("${KEY}"); at != text.npos) text.replace(at, 6, key);
  return text;
}

/// A simulator behind a listener, and a client of it.
class Stage {
 public:
  explicit Stage(const Subject& subject)
      : bench(subject),
        made(bench.make(sample_options(subject, bench.plugin, bench.component))),
        simulator(*static_cast<Simulator*>(made.get())) {
    auto* service = static_cast<HttpService*>(simulator.face(HttpService::id));
    if (service == nullptr) return;
    server = bench.net->listen(ListenOptions(), *service);
    client = bench.net->http(HttpOptions());
  }

  /// Status of the answer; 0 if the connection was cut.
  int ask(HttpRequest request) {
    int status = 0;
    bench.run(send(*client, std::move(request), status), std::chrono::seconds(20));
    return status;
  }

  Workbench bench;
  Made made;
  Simulator& simulator;
  std::unique_ptr<HttpServer> server;
  std::unique_ptr<HttpClient> client;

  /// Sends bytes as they are, ends our direction, and reads until the simulator ends the connection.
  void throw_at(std::string bytes) {
    bench.run(shout(*bench.net, server->url(), std::move(bytes)), std::chrono::seconds(20));
  }

 private:
  static task<> send(HttpClient& client, HttpRequest request, int& status) {
    HttpResponse response = co_await client.send(std::move(request), no_tap());
    status = response.status;
    co_await response.text();
  }
  static task<> shout(Net& net, std::string url, std::string bytes) {
    const std::unique_ptr<Stream> stream = co_await net.dial(std::move(url), HttpOptions());
    std::string block(4096, '\0');
    try {
      co_await stream->write_all(asio::buffer(bytes));
      while (co_await stream->read_some(asio::buffer(block)) > 0) {
      }
    } catch (const boost::system::system_error&) {  // cut: the right answer to some garbage
    }
  }
};

std::vector<Asked> requests_for(const Subject& subject, Stage& stage) {
  std::vector<Asked> all;
  const auto part = part_for(subject, stage.bench.plugin.check);
  const auto* listed = part ? part->if_contains("requests") : nullptr;
  if (listed == nullptr) {
    Asked one;
    one.request = HttpRequest("GET", stage.server->url() + stage.simulator.base_path());
    all.push_back(std::move(one));
    return all;
  }
  for (const auto& item : listed->as_array()) {
    const auto& in = item.as_object();
    Asked one;
    one.request =
        HttpRequest(text_at(in, "method"), stage.server->url() + text_at(in, "path"), text_at(in, "body"));
    if (const auto* headers = in.if_contains("headers"))
      for (const auto& [name, value] : headers->as_object())
        one.request.headers.set(std::string(name),
                                with_key(std::string(value.as_string()), stage.simulator.key()));
    if (const auto* status = in.if_contains("status")) one.status = static_cast<int>(status->as_int64());
    all.push_back(std::move(one));
  }
  return all;
}

Verdict answers(const Subject& subject, Stage& stage) {
  const auto all = requests_for(subject, stage);
  for (const Asked& one : all) {
    const int status = stage.ask(one.request);
    const std::string what = one.request.method + " " + one.request.url + ": ";
    if (status < 100 || status > 599) return failed(what + "no answer");
    if (one.status && *one.status != status)
      return failed(what + "status " + std::to_string(status) + ", expected " + std::to_string(*one.status));
  }
  return ok(std::to_string(all.size()) + (all.size() == 1 ? " request" : " requests"));
}

}  // namespace

Verdict simulator_answers(const Subject& subject) {
  Stage stage(subject);
  if (!stage.server) return skipped("it does not speak HTTP");
  return answers(subject, stage);
}

Verdict simulator_garbage(const Subject& subject) {
  Stage stage(subject);
  if (!stage.server) return skipped("it does not speak HTTP");
  std::vector<std::string> paths{"/", "/nowhere", stage.simulator.base_path() + "/%ff%00?x=%zz"};
  for (const Asked& one : requests_for(subject, stage))
    paths.push_back(one.request.url.substr(stage.server->url().size()));
  const std::string key = "Authorization: Bearer " + stage.simulator.key() + "\r\n";
  for (const std::string& path : paths)
    for (const std::string body : {"", "{", "{\"model\": 5}", "\xff\xfe garbage", "[[[[[[[[[[[[[[[[[[[["})
      stage.throw_at("POST " + path + " HTTP/1.1\r\nHost: check\r\nConnection: close\r\n" + key +
                     "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                     "\r\n\r\n" + body);
  for (const char* bytes :
       {"nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n"})
    stage.throw_at(bytes);
  return answers(subject, stage);
}

}  // namespace aitb::core::check
