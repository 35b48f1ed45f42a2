#include "http_wire.hpp"

#include <aitb/sse.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace mcp {
namespace {

using aitb::Error;
using aitb::ErrorKind;
using aitb::HttpResponse;

constexpr std::size_t kErrorBody = 64u << 10, kLongestMessage = 64u << 20;
constexpr int kResumptions = 5;

aitb::HttpOptions http_options(const Options& options) {
  aitb::HttpOptions http;
  http.ca_file = options.ca_file;
  http.verify = options.verify_tls;
  return http;
}

bool is_events(const HttpResponse& response) {
  return response.headers.get("content-type").starts_with("text/event-stream");
}

/// The frame holds the wire until the work has ended.
aitb::task<> keep(std::shared_ptr<HttpWire> wire, aitb::task<> work) {
  co_await std::move(work);
  wire.reset();
}

/// The part of a URL up to its path.
std::string origin_of(const std::string& url) {
  const std::size_t host = url.find("://");
  const std::size_t path = host == std::string::npos ? std::string::npos : url.find('/', host + 3);
  return url.substr(0, path);
}

}  // namespace

HttpWire::HttpWire(std::string url, const ServerEntry& entry, const Options& options, aitb::Context& context,
                   Inbox& inbox)
    : url_(std::move(url)),
      name_(entry.name),
      entry_(entry),
      listens_(options.listen),
      timeout_(options.timeout),
      executor_(context.net.executor()),
      clock_(context.clock),
      log_(context.log),
      inbox_(&inbox),
      client_(context.net.http(http_options(options))) {}

void HttpWire::abandon() noexcept {
  inbox_ = nullptr;
  listener_.cancel();
  for (aitb::Running& one : posts_) one.cancel();
}

aitb::Running HttpWire::background(aitb::task<> work) {
  return aitb::Running(executor_, keep(shared_from_this(), std::move(work)));
}

void HttpWire::deliver(std::string_view text, const aitb::Arrival* arrival) {
  if (inbox_ != nullptr) inbox_->receive(text, arrival, arrival == nullptr ? 0 : text.size());
}

aitb::HttpRequest HttpWire::request(std::string method, std::string body) const {
  aitb::HttpRequest http(std::move(method), url_, std::move(body), "application/json");
  http.headers.set("Accept",
                   http.method == "GET" ? "text/event-stream" : "application/json, text/event-stream");
  http.headers.set("User-Agent", "aitb/0.1");
  if (!revision_.empty()) http.headers.set("MCP-Protocol-Version", revision_);
  if (!session_.empty()) http.headers.set("Mcp-Session-Id", session_);
  for (const auto& [name, value] : entry_.headers) http.headers.set(name, value);
  aitb::Deadlines deadlines;
  deadlines.first_byte = deadlines.between = timeout_;
  deadlines.total = aitb::Duration::zero();  // the host's own deadline of an exchange holds
  http.deadlines = deadlines;
  return http;
}

Error HttpWire::refused(int status, const aitb::Headers& headers, const std::string& body) const {
  const mcp_wire::Parsed parsed = mcp_wire::parse(body);
  std::string message = body.substr(0, 300);
  if (!parsed.messages.empty() && parsed.messages.front().kind == mcp_wire::Kind::error)
    message = mcp_wire::text_at(parsed.messages.front().body, "message");
  return aitb::http_error(status, headers, "MCP server " + name_, message);
}

aitb::task<> HttpWire::send(std::string text, std::shared_ptr<Pending> pending) {
  const bool first = std::exchange(fresh_, false);
  std::string copy = first ? text : std::string();
  std::optional<Error> old;
  try {
    co_await send_post(std::move(text), pending);
  } catch (const Error& error) {
    const int status = error.http_status();
    if (!first || (status != 400 && status != 404 && status != 405)) throw;
    old.emplace(error);
  }
  if (!old) co_return;
  // A server of revision 2024-11-05 has its answers in a stream of its own.
  try {
    co_await open_legacy();
  } catch (const Error&) {
    legacy_ = false;
  }
  if (!legacy_) throw Error(*old);
  co_await send_post(std::move(copy), pending);
}

aitb::task<> HttpWire::send_post(std::string text, std::shared_ptr<Pending> pending) {
  service::SummingTap tap(*pending->out);
  const std::string used = session_;
  aitb::HttpRequest http = request("POST", std::move(text));
  HttpResponse response = co_await client_->send(std::move(http), tap);
  if (response.status < 200 || response.status > 299) {
    const std::string body = co_await response.text(kErrorBody);
    if (response.status == 404 && !used.empty()) {
      if (session_ == used) session_.clear();
      throw SessionLost(name_);
    }
    throw refused(response.status, response.headers, body);
  }
  if (legacy_) {
    co_await response.text(kErrorBody);
    co_return;
  }
  if (const std::string_view given = response.headers.get("mcp-session-id");
      !given.empty() && session_.empty())
    session_ = given;
  co_await take_answer(std::move(response), pending, tap);
}

aitb::task<> HttpWire::take_answer(HttpResponse response, std::shared_ptr<Pending> pending,
                                   service::SummingTap& tap) {
  if (!is_events(response)) {
    const std::string body = co_await response.text(kLongestMessage);
    deliver(body, nullptr);
  } else {
    StreamState state;
    std::optional<Error> broken;
    try {
      co_await read_events(response, state, pending, true);
    } catch (const Error& error) {
      const bool lost = error.kind() == ErrorKind::connect || error.kind() == ErrorKind::protocol;
      if (!lost || state.last_id.empty()) throw;
      broken.emplace(error);
    }
    if (!pending->settled() && !state.last_id.empty()) co_await resume(pending, state, tap);
  }
  if (!pending->settled()) {
    throw Error(ErrorKind::protocol,
                fmt::format("talking to MCP server {}: it ended its answer without a response to request {}",
                            name_, pending->id));
  }
}

aitb::task<> HttpWire::resume(std::shared_ptr<Pending> pending, StreamState& state,
                              service::SummingTap& tap) {
  for (int attempt = 0; attempt < kResumptions && !pending->settled(); ++attempt) {
    co_await clock_.sleep_for(state.retry);
    aitb::HttpRequest http = request("GET", "");
    http.headers.set("Last-Event-ID", state.last_id);
    HttpResponse response = co_await client_->send(std::move(http), tap);
    if (response.status != 200 || !is_events(response)) {
      const std::string body = co_await response.text(kErrorBody);
      throw refused(response.status, response.headers, body);
    }
    co_await read_events(response, state, pending, true);
  }
}

aitb::task<> HttpWire::read_events(HttpResponse& response, StreamState& state,
                                   std::shared_ptr<Pending> pending, bool measured) {
  aitb::SseParser parser(kLongestMessage);
  while (true) {
    const std::optional<aitb::BodyBlock> block = co_await response.read();
    if (!block) break;
    const aitb::Arrival arrival = block->arrival;
    parser.feed(block->data, [&](const aitb::SseEvent& event) {
      if (!event.id.empty()) state.last_id = event.id;
      if (event.retry_ms >= 0) state.retry = std::chrono::milliseconds(event.retry_ms);
      if (event.is_comment && pending && pending->out != nullptr) pending->out->keep_alive();
      if (event.is_comment || event.data.empty()) return;
      if (event.event == "endpoint") {
        url_ =
            event.data.starts_with("/") ? origin_of(url_) + std::string(event.data) : std::string(event.data);
        legacy_ = true;
        endpoint_known_.notify();
      } else {
        deliver(event.data, measured ? nullptr : &arrival);
      }
    });
  }
}

aitb::task<> HttpWire::open_legacy() {
  aitb::HttpRequest http = request("GET", "");
  http.deadlines->between = aitb::Duration::zero();
  auto response = std::make_shared<HttpResponse>(co_await client_->send(std::move(http), aitb::no_tap()));
  if (response->status != 200 || !is_events(*response)) {
    const std::string body = co_await response->text(kErrorBody);
    throw refused(response->status, response->headers, body);
  }
  legacy_ = false;
  listener_ = background(follow_legacy(response));
  while (!legacy_ && !listener_.ended()) co_await endpoint_known_.wait();
}

aitb::task<> HttpWire::follow_legacy(std::shared_ptr<HttpResponse> response) {
  StreamState state;
  std::optional<Error> broken;
  try {
    co_await read_events(*response, state, nullptr, false);
  } catch (const Error& error) {
    broken.emplace(error);
  }
  endpoint_known_.notify();
  if (!broken)
    broken.emplace(ErrorKind::tool_failure, "talking to MCP server " + name_ + ": it ended its event stream");
  if (inbox_ != nullptr) inbox_->lost(*broken);
}

void HttpWire::agreed(std::string_view revision) {
  revision_ = revision;
  if (listens_ && !legacy_) listener_ = background(listen());
}

aitb::task<> HttpWire::listen() {
  StreamState state;
  bool serves = true;
  while (serves) {
    std::string problem;
    try {
      aitb::HttpRequest http = request("GET", "");
      http.deadlines->between = http.deadlines->first_byte = aitb::Duration::zero();
      if (!state.last_id.empty()) http.headers.set("Last-Event-ID", state.last_id);
      HttpResponse response = co_await client_->send(std::move(http), aitb::no_tap());
      serves = response.status == 200 && is_events(response);
      if (serves) co_await read_events(response, state, nullptr, true);
    } catch (const Error& error) {
      problem = error.what();
    }
    if (!problem.empty()) {
      log_.debug("mcp {}: its event stream ended: {}", name_, problem);
      break;
    }
    if (serves) co_await clock_.sleep_for(state.retry);
  }
}

aitb::task<> HttpWire::post_quietly(std::string text) {
  std::string problem;
  try {
    aitb::HttpRequest http = request("POST", std::move(text));
    HttpResponse response = co_await client_->send(std::move(http), aitb::no_tap());
    if (response.status > 299) problem = fmt::format("HTTP {}", response.status);
    co_await response.text(kErrorBody);
  } catch (const Error& error) {
    problem = error.what();
  }
  if (!problem.empty()) log_.debug("mcp {}: it did not take a notification: {}", name_, problem);
}

void HttpWire::post(std::string text) {
  std::erase_if(posts_, [](const aitb::Running& one) { return one.ended(); });
  posts_.push_back(background(post_quietly(std::move(text))));
}

aitb::task<> HttpWire::close() {
  const aitb::Instant end = clock_.now() + std::chrono::seconds(1);
  const auto busy = [this] {
    return std::any_of(posts_.begin(), posts_.end(), [](const aitb::Running& one) { return !one.ended(); });
  };
  while (busy() && clock_.now() < end) co_await clock_.sleep_for(std::chrono::milliseconds(2));
  listener_.cancel();
  if (session_.empty() || legacy_) co_return;
  std::string problem;
  try {
    aitb::HttpRequest http = request("DELETE", "");
    http.deadlines->connect = http.deadlines->first_byte = std::chrono::seconds(2);
    HttpResponse response = co_await client_->send(std::move(http), aitb::no_tap());
    co_await response.text(kErrorBody);
  } catch (const Error& error) {
    problem = error.what();
  }
  if (!problem.empty()) log_.debug("mcp {}: ending its session: {}", name_, problem);
  session_.clear();
}

}  // namespace mcp
