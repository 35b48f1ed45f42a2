#include "session.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "http_wire.hpp"
#include "stdio_wire.hpp"
#include "tool_json.hpp"

namespace mcp {
namespace {

namespace json = boost::json;
using aitb::Error;
using aitb::ErrorKind;
using mcp_wire::Kind;
using mcp_wire::Message;
using mcp_wire::text_at;

constexpr std::size_t kShown = 200;  // letters of a broken line in the log

/// Fails a request that hears nothing for too long.
aitb::task<> watch(aitb::Clock& clock, std::shared_ptr<Pending> pending, aitb::Duration patience,
                   std::string name) {
  while (!pending->settled()) {
    const aitb::Instant end = pending->sign_of_life + patience;
    if (clock.now() >= end) {
      pending->fail(
          Error(ErrorKind::timeout, fmt::format("talking to MCP server {}: it said nothing about request {} "
                                                "for {:g} s (timeout_sec)",
                                                name, pending->id, aitb::to_seconds(patience))));
      break;
    }
    co_await clock.sleep_until(end);
  }
}

/// The revision to ask for after `error` refused ours; "" if there is none.
std::string other_revision(const json::value& error) {
  const json::value* data = mcp_wire::member(error, "data");
  const json::value* supported = data == nullptr ? nullptr : mcp_wire::member(*data, "supported");
  if (supported == nullptr || !supported->is_array()) return "";
  for (const std::string_view ours : mcp_wire::kRevisions) {
    for (const json::value& theirs : supported->get_array()) {
      if (theirs.is_string() && theirs.get_string() == ours) return std::string(ours);
    }
  }
  return "";
}

Error error_of(const std::string& name, const std::string& method, const json::value& error) {
  const json::value* code = mcp_wire::member(error, "code");
  const std::string number = code != nullptr && code->is_int64() ? std::to_string(code->get_int64()) : "none";
  Error failure(ErrorKind::tool_failure, fmt::format("{} on MCP server {}: {} (code {})", method, name,
                                                     text_at(error, "message"), number));
  failure.with_code(number);
  return failure;
}

}  // namespace

/// In the table of those that wait as long as the caller waits. A caller that goes without an answer says so.
class Session::Registered {
 public:
  Registered(Session& session, std::shared_ptr<Pending> pending, std::shared_ptr<Wire> wire, bool may_cancel)
      : session_(session), pending_(std::move(pending)), wire_(std::move(wire)), may_cancel_(may_cancel) {
    session_.waiting_[pending_->id] = pending_;
  }
  ~Registered() {
    session_.waiting_.erase(pending_->id);
    pending_->out = nullptr;
    if (pending_->answer || !may_cancel_ || session_.end_ || wire_ != session_.wire_) return;
    const char* reason = pending_->failure ? "timeout" : "the caller needs it no more";
    wire_->post(mcp_wire::notification(
        "notifications/cancelled", fmt::format(R"({{"requestId":{},"reason":"{}"}})", pending_->id, reason)));
  }
  Registered(const Registered&) = delete;
  Registered& operator=(const Registered&) = delete;

 private:
  Session& session_;
  std::shared_ptr<Pending> pending_;
  std::shared_ptr<Wire> wire_;
  bool may_cancel_;
};

Session::Session(const ServerEntry& entry, const Options& options, aitb::Context& context)
    : entry_(entry), options_(options), context_(context) {}

Session::~Session() {
  if (wire_) wire_->abandon();
}

std::shared_ptr<Wire> Session::make_wire() {
  if (!options_.base_url.empty()) {
    std::string url = options_.base_url + "/" + entry_.name;
    for (std::size_t i = 0; i < entry_.tools.size(); ++i) url += (i == 0 ? "?tools=" : ",") + entry_.tools[i];
    return std::make_shared<HttpWire>(std::move(url), entry_, options_, context_, *this);
  }
  if (!entry_.url.empty()) return std::make_shared<HttpWire>(entry_.url, entry_, options_, context_, *this);
  return std::make_shared<StdioWire>(entry_, options_, context_, *this);
}

aitb::Exchange* Session::exchange_of(std::int64_t id) noexcept {
  const auto found = waiting_.find(id);
  return found == waiting_.end() ? nullptr : found->second->out;
}

void Session::lost(Error error) {
  end_.emplace(error);
  const auto waiting = waiting_;
  for (const auto& [id, pending] : waiting) pending->fail(error);
}

void Session::garbage(const std::string& problem, std::string_view text) {
  if (++garbage_ > 5) return;
  context_.log.warning("mcp {}: what it said is no message: {}: {}", entry_.name, problem,
                       text.substr(0, kShown));
}

void Session::receive(std::string_view text, const aitb::Arrival* arrival, std::size_t bytes) {
  mcp_wire::Parsed parsed = mcp_wire::parse(text);
  if (parsed.error != 0) garbage(parsed.problem, text);
  for (Message& message : parsed.messages) {
    switch (message.kind) {
      case Kind::request:
        answer(message);
        break;
      case Kind::notification:
        if (message.method == "notifications/progress") progress(message, arrival, bytes);
        if (message.method == "notifications/message")
          context_.log.debug("mcp {}: {}", entry_.name, json::serialize(message.body));
        break;
      case Kind::result:
      case Kind::error:
        settle(std::move(message), arrival, bytes);
        break;
    }
    bytes = 0;  // of a batch, the first message has them all
  }
}

void Session::settle(Message message, const aitb::Arrival* arrival, std::size_t bytes) {
  const std::optional<std::int64_t> id = message.number();
  const auto found = id ? waiting_.find(*id) : waiting_.end();
  if (found == waiting_.end()) return;  // late, after a cancellation
  const std::shared_ptr<Pending> pending = found->second;
  if (pending->settled()) return;
  if (arrival != nullptr && pending->out != nullptr) {
    pending->out->arrived(*arrival);
    pending->out->response_end(pending->received + bytes);
  }
  pending->succeed(std::move(message));
}

void Session::progress(const Message& message, const aitb::Arrival* arrival, std::size_t bytes) {
  const json::value* token = mcp_wire::member(message.body, "progressToken");
  if (token == nullptr || !token->is_int64()) return;
  const auto found = waiting_.find(token->get_int64());
  if (found == waiting_.end() || found->second->settled()) return;
  Pending& pending = *found->second;
  pending.sign_of_life = context_.clock.now();
  pending.received += bytes;
  ++pending.progress;
  if (pending.out == nullptr) return;
  if (arrival != nullptr) pending.out->arrived(*arrival);
  pending.out->keep_alive();
}

void Session::answer(const Message& asked) {
  if (!wire_) return;
  if (asked.method == "ping") {
    wire_->post(mcp_wire::result(asked.id, "{}"));
  } else {
    wire_->post(
        mcp_wire::error(asked.id, mcp_wire::kMethodNotFound, "This client does not offer " + asked.method));
  }
}

aitb::task<Message> Session::request(std::string method, std::string params, aitb::Exchange& out) {
  if (end_) throw Error(*end_);  // a program may have ended before it was asked anything
  const auto pending = std::make_shared<Pending>(++last_id_, out, context_.clock.now());
  const std::shared_ptr<Wire> wire = wire_;
  const Registered registered(*this, pending, wire, method != "initialize");
  if (method == "tools/call") {
    params.pop_back();
    params += fmt::format(R"(,"_meta":{{"progressToken":{}}}}})", pending->id);
  }
  std::string text = mcp_wire::request(pending->id, method, params);
  co_await wire->send(std::move(text), pending);
  aitb::Running timer;
  if (!pending->settled() && !wire->has_deadlines()) {
    timer =
        aitb::Running(context_.net.executor(), watch(context_.clock, pending, options_.timeout, entry_.name));
  }
  while (!pending->settled()) co_await pending->over.wait();
  timer.cancel();
  if (pending->progress > 0) out.note("progress", std::to_string(pending->progress));
  if (pending->failure) throw Error(*pending->failure);
  co_return std::move(*pending->answer);
}

aitb::task<Message> Session::result_of(std::string method, std::string params, aitb::Exchange& out) {
  Message message = co_await request(method, std::move(params), out);
  if (message.kind == Kind::error) throw error_of(entry_.name, method, message.body);
  co_return message;
}

aitb::task<> Session::handshake(aitb::Exchange& out) {
  std::string asked = options_.revision;
  Message answer;
  for (int attempt = 0; attempt < 2; ++attempt) {
    std::string params = fmt::format(
        R"({{"protocolVersion":"{}","capabilities":{{}},"clientInfo":{{"name":"aitb","version":"0.1.0"}}}})",
        asked);
    answer = co_await request("initialize", std::move(params), out);
    if (answer.kind != Kind::error) break;
    const std::string other = other_revision(answer.body);
    if (other.empty() || other == asked || attempt == 1)
      throw error_of(entry_.name, "initialize", answer.body);
    asked = other;
  }
  revision_ = text_at(answer.body, "protocolVersion");
  if (!mcp_wire::knows_revision(revision_)) {
    throw Error(
        ErrorKind::protocol,
        fmt::format(
            "talking to MCP server {}: it wants revision \"{}\" of the protocol, which is not known here",
            entry_.name, revision_));
  }
  wire_->agreed(revision_);
  wire_->post(mcp_wire::notification("notifications/initialized", ""));
}

aitb::task<> Session::connect(aitb::Exchange& out) {
  while (connecting_) co_await connected_.wait();
  if (wire_ && !end_) co_return;
  class Busy {
   public:
    explicit Busy(Session& session) : session_(session) { session_.connecting_ = true; }
    ~Busy() {
      session_.connecting_ = false;
      session_.connected_.notify();
      if (session_.revision_.empty() && session_.wire_) {
        session_.wire_->abandon();
        session_.wire_.reset();
      }
    }
    Session& session_;
  };
  if (wire_) wire_->abandon();
  end_.reset();
  revision_.clear();
  const Busy busy(*this);
  wire_ = make_wire();
  co_await handshake(out);
}

aitb::task<std::vector<aitb::ToolSpec>> Session::list(aitb::Exchange& out) {
  out.note("server", entry_.name);
  co_await connect(out);
  std::vector<aitb::ToolSpec> tools;
  std::set<std::string> cursors;
  std::string cursor;
  int pages = 0;
  do {
    std::string params;
    if (!cursor.empty()) params = "{\"cursor\":" + json::serialize(json::string(cursor)) + "}";
    const Message page = co_await result_of("tools/list", std::move(params), out);
    ++pages;
    cursor = read_tools(page.body, tools);
    if (!cursor.empty() && !cursors.insert(cursor).second) {
      throw Error(ErrorKind::protocol,
                  "listing tools of MCP server " + entry_.name + ": its pages do not end");
    }
  } while (!cursor.empty());
  out.note("revision", revision_);
  out.note("tools", std::to_string(tools.size()));
  out.note("pages", std::to_string(pages));
  co_return tools;
}

aitb::task<aitb::ToolResult> Session::call(aitb::ToolCall call, aitb::Exchange& out) {
  out.note("server", entry_.name);
  if (!wire_ || end_) {
    throw Error(ErrorKind::tool_failure, end_ ? std::string(end_->what())
                                              : "calling " + call.name + " on MCP server " + entry_.name +
                                                    ": it is not connected; list its tools first");
  }
  const std::string params =
      fmt::format(R"({{"name":{},"arguments":{}}})", json::serialize(json::string(call.name)),
                  call.arguments.empty() ? "{}" : call.arguments);
  out.request(call.arguments, call.arguments.size());
  bool again = false;
  Message message;
  try {
    message = co_await result_of("tools/call", params, out);
  } catch (const SessionLost&) {
    again = true;
  }
  if (again) {
    out.note("session_renewed", "true");
    co_await handshake(out);
    message = co_await result_of("tools/call", params, out);
  }
  co_return read_result(message.body, out);
}

aitb::task<> Session::close() {
  const std::shared_ptr<Wire> wire = std::exchange(wire_, nullptr);
  if (!wire) co_return;
  if (!end_) co_await wire->close();
  wire->abandon();
}

}  // namespace mcp
