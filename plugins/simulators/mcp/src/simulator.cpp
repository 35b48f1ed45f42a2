#include "simulator.hpp"

#include <aitb/error.hpp>
#include <aitb/sse.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>
#include <random>

#include "line_conversation.hpp"

namespace mcp_simulator {
namespace {

using aitb::Headers;
using aitb::Responder;
using aitb::ServerRequest;
using mcp_wire::Kind;
using mcp_wire::Message;

constexpr aitb::Duration kKeepAlive = std::chrono::seconds(15);

/// Ids must differ between lanes and runs, whatever the seed.
aitb::Random id_stream() {
  std::random_device device;
  return aitb::Random(static_cast<std::uint64_t>(device()) << 32U | device(), "ids");
}

Headers typed(std::string type) {
  Headers headers;
  headers.set("Content-Type", std::move(type));
  return headers;
}

std::shared_ptr<World> world_of(const Options& options, aitb::Context& context) {
  const std::uint64_t seed = context.random.split("world")() ^ options.seed;
  const std::function<std::shared_ptr<World>()> make = [seed] { return std::make_shared<World>(seed); };
  return context.commons->get<World>("mcp-simulator/world", make);
}

bool wants_progress(const Message& message) {
  const json::value* meta = mcp_wire::member(message.body, "_meta");
  return meta != nullptr && mcp_wire::member(*meta, "progressToken") != nullptr;
}

}  // namespace

/// A request that is refused before it is looked at as a message.
class McpSimulator::Refusal {
 public:
  Refusal(int status_, int code_, std::string text_) : status(status_), code(code_), text(std::move(text_)) {}
  int status, code;
  std::string text;
};

McpSimulator::McpSimulator(Options options, aitb::Context& context)
    : options_(std::move(options)),
      clock_(context.clock),
      executor_(context.net.executor()),
      ids_(id_stream()),
      engine_(std::make_shared<Engine>(options_, context, world_of(options_, context))),
      tools_(select(options_.tools)) {
  const std::function<std::shared_ptr<Clients>()> make = [] { return std::make_shared<Clients>(); };
  clients_ = context.commons->get<Clients>("mcp-simulator/clients", make);
}

void* McpSimulator::face(std::string_view face_id) noexcept {
  if (face_id == aitb::HttpService::id) return static_cast<aitb::HttpService*>(this);
  if (face_id == aitb::LineService::id) return static_cast<aitb::LineService*>(this);
  return nullptr;
}

aitb::task<> McpSimulator::serve(aitb::LinePeer& peer) { return converse(engine_, tools_, executor_, peer); }

/// /mcp/NAME?tools=a,b offers just these tools, so that one simulator stands in for several servers.
std::vector<Tool> McpSimulator::tools_for(const ServerRequest& request) const {
  const std::string asked = request.query_value("tools");
  if (asked.empty()) return tools_;
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= asked.size();) {
    const std::size_t end = std::min(asked.find(',', at), asked.size());
    if (end > at) names.push_back(asked.substr(at, end - at));
    at = end + 1;
  }
  return select(names);
}

void McpSimulator::check_request(const ServerRequest& request) const {
  const std::string_view origin = request.headers.get("origin");
  const auto fits = [&](const std::string& allowed) {
    return origin == allowed || (origin.starts_with(allowed) && origin[allowed.size()] == ':');
  };
  if (!origin.empty() && std::none_of(options_.origins.begin(), options_.origins.end(), fits))
    throw Refusal(403, -32000, "Forbidden: the Origin is not allowed");
  const std::string_view version = request.headers.get("mcp-protocol-version");
  if (!version.empty() && !mcp_wire::knows_revision(version))
    throw Refusal(400, -32000, fmt::format("Bad Request: Unsupported protocol version: {}", version));
}

std::string McpSimulator::session_of(const ServerRequest& request, bool opens) {
  if (!options_.sessions) return "";
  const std::lock_guard lock(clients_->guard);
  if (opens) {
    const std::string id = fmt::format("{:016x}{:016x}", ids_.next(), ids_.next());
    clients_->sessions.insert(id);
    return id;
  }
  const std::string given(request.headers.get("mcp-session-id"));
  if (given.empty()) throw Refusal(400, -32000, "Bad Request: Mcp-Session-Id header is required");
  if (!clients_->sessions.contains(given)) throw Refusal(404, -32001, "Session not found");
  return given;
}

Message McpSimulator::read_post(const ServerRequest& request) const {
  const std::string_view accept = request.headers.get("accept");
  const auto takes = [&](std::string_view type) {
    return accept.find(type) != std::string_view::npos || accept.find("*/*") != std::string_view::npos;
  };
  if (!takes("application/json") || !takes("text/event-stream")) {
    throw Refusal(406, -32000,
                  "Not Acceptable: Client must accept both application/json and text/event-stream");
  }
  if (!request.headers.get("content-type").starts_with("application/json"))
    throw Refusal(415, -32000, "Unsupported Media Type: Content-Type must be application/json");
  mcp_wire::Parsed parsed = mcp_wire::parse(request.body);
  if (parsed.error == 0 && parsed.messages.size() != 1) {
    parsed.error = mcp_wire::kInvalidRequest;
    parsed.problem = "batches are not supported";
  }
  if (parsed.error != 0) throw Refusal(400, parsed.error, parsed.problem);
  return std::move(parsed.messages.front());
}

aitb::task<> McpSimulator::serve(ServerRequest request, Responder& responder) {
  std::optional<Refusal> refusal;
  bool stream = false;
  try {
    if (request.path != "/mcp" && !request.path.starts_with("/mcp/")) throw Refusal(404, -32000, "Not Found");
    check_request(request);
    if (request.method == "GET") {
      if (request.headers.get("accept").find("text/event-stream") == std::string_view::npos)
        throw Refusal(406, -32000, "Not Acceptable: Client must accept text/event-stream");
      session_of(request, false);
      stream = true;
    } else if (request.method == "POST") {
      co_await post(std::move(request), responder);
      co_return;
    } else if (request.method == "DELETE" && options_.sessions) {
      const std::string session = session_of(request, false);
      const std::lock_guard lock(clients_->guard);
      clients_->sessions.erase(session);
    } else {
      throw Refusal(405, -32000, "Method not allowed.");
    }
  } catch (const Refusal& refused) {
    refusal.emplace(refused);
  }
  if (stream) {
    co_await hold_stream(responder);
  } else if (refusal) {
    Headers headers = typed("application/json");
    if (refusal->status == 405) headers.set("Allow", "GET, POST, DELETE");
    std::string body = mcp_wire::error(nullptr, refusal->code, refusal->text);
    co_await responder.reply(refusal->status, std::move(headers), std::move(body));
  } else {
    co_await responder.reply(200, Headers(), "");
  }
}

aitb::task<> McpSimulator::post(ServerRequest request, Responder& responder) {
  Message message = read_post(request);
  const bool opens = message.kind == Kind::request && message.method == "initialize";
  std::string session = session_of(request, opens);
  if (message.kind != Kind::request) {
    if (const json::value* id = mcp_wire::member(message.body, "requestId");
        id != nullptr && message.method == "notifications/cancelled") {
      const std::lock_guard lock(clients_->guard);
      const auto found = clients_->calls.find(session + "/" + json::serialize(*id));
      if (found != clients_->calls.end()) found->second();
    }
    co_await responder.reply(202, Headers(), "");
    co_return;
  }
  std::vector<Tool> tools = tools_for(request);
  request = ServerRequest();
  if (message.method == "tools/call") {
    co_await call(std::move(message), std::move(session), std::move(tools), responder);
    co_return;
  }
  Headers headers = typed("application/json");
  if (opens && !session.empty()) headers.set("Mcp-Session-Id", session);
  std::string body = engine_->answer(message, tools);
  co_await responder.reply(200, std::move(headers), std::move(body));
}

aitb::task<> McpSimulator::call(Message message, std::string session, std::vector<Tool> tools,
                                Responder& responder) {
  const auto out = std::make_shared<Outbox>();
  const bool events = options_.answer == "sse" || (options_.answer == "auto" && wants_progress(message));
  const std::string key = session + "/" + json::serialize(message.id);
  auto ended = [out](std::exception_ptr) { out->messages.close(); };
  const auto work = std::make_shared<aitb::Running>(
      executor_, Engine::call(engine_, std::move(message), std::move(tools), out), std::move(ended));
  class Listed {
   public:
    Listed(Clients& clients, std::string name, std::shared_ptr<aitb::Running> work, aitb::Executor executor)
        : clients_(clients), name_(std::move(name)), work_(std::move(work)) {
      const std::weak_ptr<aitb::Running> weak = work_;
      const std::lock_guard lock(clients_.guard);
      clients_.calls[name_] = [weak, executor] {
        boost::asio::post(executor, [weak] {
          if (const auto running = weak.lock()) running->cancel();
        });
      };
    }
    ~Listed() {
      const std::lock_guard lock(clients_.guard);
      clients_.calls.erase(name_);
      work_->cancel();
    }
    Clients& clients_;
    std::string name_;
    std::shared_ptr<aitb::Running> work_;
  };
  const Listed listed(*clients_, key, work, executor_);
  if (events) {
    co_await say_events(out, responder);
  } else {
    co_await say_json(out, responder);
  }
}

aitb::task<> McpSimulator::say_events(std::shared_ptr<Outbox> out, Responder& responder) {
  Headers headers = typed("text/event-stream");
  headers.set("Cache-Control", "no-cache, no-transform");
  co_await responder.start(200, std::move(headers));
  while (true) {
    const std::optional<std::string> next = co_await out->messages.pop();
    if (!next) break;
    std::string event;
    aitb::append_sse(event, *next, "message");
    co_await responder.write(event);
  }
  if (out->crashed) {
    responder.abort(true);
  } else {
    co_await responder.finish();
  }
}

aitb::task<> McpSimulator::say_json(std::shared_ptr<Outbox> out, Responder& responder) {
  std::string last;
  while (true) {
    std::optional<std::string> next = co_await out->messages.pop();
    if (!next) break;
    last = std::move(*next);
  }
  if (out->crashed || last.empty()) {
    responder.abort(out->crashed);  // a cancelled request gets no response
  } else {
    Headers headers = typed("application/json");
    co_await responder.reply(200, std::move(headers), std::move(last));
  }
}

aitb::task<> McpSimulator::hold_stream(Responder& responder) {
  co_await responder.start(200, typed("text/event-stream"));
  while (!responder.gone()) {
    co_await clock_.sleep_for(kKeepAlive);
    co_await responder.write(": keep-alive\n\n");
  }
}

}  // namespace mcp_simulator
