#include "core/session/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <list>
#include <vector>

#include "core/session/live_exchange.hpp"
#include "core/session/outcome.hpp"

namespace aitb::core {
namespace {

/// Answers every request with a paced event stream; each event says when it was sent.
class StampService final : public HttpService {
 public:
  StampService(Clock& clock, const CalibrationPlan& plan) : clock_(clock), plan_(plan) {}

  task<> serve(ServerRequest request, Responder& responder) override {
    const Instant first = request.received + from_seconds(plan_.ttft_ms / 1e3);
    Headers headers;
    headers.set("Content-Type", "text/event-stream");
    co_await responder.start(200, std::move(headers));
    std::string event;
    for (int i = 0; i < plan_.chunks; ++i) {
      co_await clock_.sleep_until(first + from_seconds(plan_.interval_ms / 1e3 * i));
      event = fmt::format("data: {} {}\n\n", to_ns(request.received), to_ns(clock_.now()));
      if (!responder.try_write(event)) co_await responder.write(event);
    }
    co_await responder.finish();
  }

 private:
  Clock& clock_;
  const CalibrationPlan& plan_;
};

struct Errors {
  std::vector<double> first, gap, arrival;  // ms, measured − truth
};

bool parse_stamps(std::string_view data, std::int64_t& received, std::int64_t& sent) {
  const std::size_t space = data.find(' ');
  if (space == std::string_view::npos) return false;
  return std::from_chars(data.data(), data.data() + space, received).ec == std::errc() &&
         std::from_chars(data.data() + space + 1, data.data() + data.size(), sent).ec == std::errc();
}

/// Reads one stream through the same path as a provider does: client, tap, SSE parser, exchange.
task<> read_stream(Clock& clock, HttpClient& http, std::string url, Errors& errors) {
  LiveExchange exchange(clock, Record());
  std::vector<std::int64_t> sent;
  std::int64_t received = 0;
  {
    HttpRequest request("POST", std::move(url), "{}", "application/json");
    HttpResponse response = co_await http.send(std::move(request), exchange);
    SseParser parser;
    std::function<void(const BodyBlock&)> feed = [&](const BodyBlock& block) {
      parser.feed(block.data, [&](const SseEvent& event) {
        std::int64_t stamp = 0;
        if (!parse_stamps(event.data, received, stamp)) return;
        sent.push_back(stamp);
        exchange.delta(Channel::answer, event.data);
      });
    };
    task<> reading = response.each(std::move(feed));
    co_await std::move(reading);
  }
  Reply reply;
  const Record record = exchange.finish(nullptr, reply);
  const std::size_t n = std::min(sent.size(), record.chunks.size());
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t at = to_ns(record.chunks[i].at);
    errors.arrival.push_back(static_cast<double>(at - sent[i]) / 1e6);
    if (i == 0 && record.sent_first) {
      // Truth of TTFT: what the service took, from the request in its hands to the first event leaving them.
      const double truth = static_cast<double>(sent[0] - received) / 1e6;
      errors.first.push_back(to_seconds(record.chunks[0].at - *record.sent_first) * 1e3 - truth);
    } else if (i > 0) {
      const std::int64_t measured = at - to_ns(record.chunks[i - 1].at);
      errors.gap.push_back(static_cast<double>(measured - (sent[i] - sent[i - 1])) / 1e6);
    }
  }
}

/// Quantiles of |error| in ms.
boost::json::object summary(std::vector<double> values) {
  boost::json::object out;
  out["n"] = values.size();
  for (double& value : values) value = std::abs(value);
  std::sort(values.begin(), values.end());
  const auto at = [&](double p) -> boost::json::value {
    if (values.empty()) return nullptr;
    return values[std::min(values.size() - 1,
                           static_cast<std::size_t>(p * static_cast<double>(values.size())))];
  };
  out["p50"] = at(0.5);
  out["p99"] = at(0.99);
  out["max"] = values.empty() ? boost::json::value(nullptr) : boost::json::value(values.back());
  return out;
}

task<> read_all(Lane& lane, std::string url, const CalibrationPlan& plan, Errors& errors) {
  const std::unique_ptr<HttpClient> http = lane.net().http(HttpOptions());
  std::list<Running> streams;
  for (int i = 0; i < plan.streams; ++i) {
    // Spread over one interval: in lock step the n-th stream would wait for n − 1 sends.
    const Instant start = lane.clock().now() + from_seconds(plan.interval_ms / 1e3 / plan.streams);
    streams.emplace_back(lane.executor(), read_stream(lane.clock(), *http, url, errors));
    co_await lane.clock().sleep_until(start);
  }
  co_await join_all(streams);
}

}  // namespace

boost::json::object calibrate(Lane& client, TimeAnchor anchor, Log& log, const CalibrationPlan& plan) {
  Errors errors;
  {
    Lane server("calibration", anchor, log, NetOptions());
    std::unique_ptr<StampService> service;
    std::unique_ptr<HttpServer> http;
    std::string url;
    server.call([&] {
      service = std::make_unique<StampService>(server.clock(), plan);
      http = server.net().listen(ListenOptions(), *service);
      url = http->url();
    });
    std::exception_ptr failure;
    try {
      client.run([&] { return read_all(client, url + "/", plan, errors); });
    } catch (...) {
      failure = std::current_exception();
    }
    server.call([&] {
      http.reset();
      service.reset();
    });
    if (failure) std::rethrow_exception(failure);
  }
  boost::json::object out;
  out["streams"] = plan.streams;
  out["chunks_per_stream"] = plan.chunks;
  out["chunk_interval_ms"] = plan.interval_ms;
  out["ttft_error_ms"] = summary(std::move(errors.first));
  out["chunk_gap_error_ms"] = summary(std::move(errors.gap));
  out["arrival_error_ms"] = summary(std::move(errors.arrival));
  return out;
}

}  // namespace aitb::core
