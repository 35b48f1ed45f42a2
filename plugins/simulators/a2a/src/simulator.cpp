#include "simulator.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <sim_kit/ids.hpp>

namespace a2a_simulator {
namespace {

namespace json = boost::json;
using aitb::ServerRequest;

sim_kit::Options fault_options(const Options& options) {
  sim_kit::Options out;
  out.errors = options.errors;
  out.allow_error_header = options.allow_error_header;
  return out;
}

/// Task ids must differ between runs, whatever the seed.
aitb::Random id_stream() {
  std::random_device device;
  return aitb::Random(static_cast<std::uint64_t>(device()) << 32u | device(), "ids");
}

std::string uuid(aitb::Random& random) {
  std::string id = sim_kit::random_id("", 32, random, "0123456789abcdef");
  for (const std::size_t at : {8u, 13u, 18u, 23u}) id.insert(at, 1, '-');
  id[14] = '4';
  return id;
}

bool holds_one(const std::string& text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return !word.empty() && text.find(word) != std::string::npos;
  });
}

/// "/upper/" → "upper" and "/upper/.well-known/…" → "upper" with the rest in `path`; "" for the agent at the
/// root.
std::string take_agent(std::string& path) {
  for (const char* name : {"echo", "upper", "reverse"}) {
    const std::string prefix = std::string("/") + name;
    if (path != prefix && !path.starts_with(prefix + "/")) continue;
    path.erase(0, prefix.size());
    return name;
  }
  return {};
}

aitb::Headers json_type() {
  aitb::Headers headers;
  headers.set("Content-Type", "application/json");
  return headers;
}

aitb::Headers event_type() {
  aitb::Headers headers;
  headers.set("Content-Type", "text/event-stream");
  headers.set("Cache-Control", "no-cache");
  return headers;
}

/// Who asked for a stream gets its refusal as the only event of one.
aitb::task<> say_refusal(std::string body, bool stream, aitb::Responder& responder) {
  if (!stream) {
    co_await responder.reply(200, json_type(), std::move(body));
    co_return;
  }
  std::string event;
  aitb::append_sse(event, body);
  co_await responder.reply(200, event_type(), std::move(event));
}

}  // namespace

struct A2aSimulator::Instead {
  int status = 200;
  aitb::Headers headers = json_type();
  std::string body;
};

A2aSimulator::A2aSimulator(Options options, aitb::Context& context)
    : options_(std::move(options)),
      fault_options_(fault_options(options_)),
      clock_(context.clock),
      faults_(fault_options_, context),
      limit_(context.commons->get<sim_kit::RateLimit>(
          "rate limit", [this] { return std::make_shared<sim_kit::RateLimit>(options_.rate_limit, 0); })),
      tasks_(context.commons->get<Tasks>("tasks", [] { return std::make_shared<Tasks>(); })),
      timing_(
          sim_kit::of_lane(context.random.split("timing/" + std::to_string(options_.seed)), context.lane)),
      ids_(id_stream()) {}

void* A2aSimulator::face(std::string_view face_id) noexcept {
  return face_id == aitb::HttpService::id ? static_cast<aitb::HttpService*>(this) : nullptr;
}

std::string A2aSimulator::key() const {
  return options_.keys.empty() ? std::string() : options_.keys.front();
}

std::string A2aSimulator::timestamp() const {
  const std::int64_t ms = clock_.wall_ns(clock_.now()) / 1'000'000;
  const auto seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, ms % 1000);
}

/// Everything that is said without looking at the message: cards, wrong paths, keys, limits, injected errors.
std::unique_ptr<A2aSimulator::Instead> A2aSimulator::refuse(const ServerRequest& request) {
  auto out = std::make_unique<Instead>();
  std::string path = request.path, name = take_agent(path);
  if (path == "/.well-known/agent-card.json" || path == "/.well-known/agent.json") {
    const std::string behavior = name.empty() ? options_.behavior : name;
    const std::string host(request.headers.get("host"));
    out->body = json::serialize(card(behavior,
                                     options_.scheme + "://" + host + "/" + (name.empty() ? "" : name + "/"),
                                     !options_.keys.empty()));
    return out;
  }
  if (path == "/health") {
    out->body = "{\"status\":\"ok\"}\n";
    return out;
  }
  const auto say = [&](int status, const std::string& text) {
    out->status = status;
    out->body = rpc_failure(nullptr, RpcError(-32000, text));
  };
  if (!path.empty() && path != "/") {
    say(404, "There is no agent at " + request.path);
    return out;
  }
  if (request.method != "POST") {
    out->headers.set("Allow", "POST");
    say(405, "An agent takes JSON-RPC by POST");
    return out;
  }
  std::string_view given = request.headers.get("authorization");
  if (given.starts_with("Bearer ")) given.remove_prefix(7);
  if (!options_.keys.empty() &&
      std::find(options_.keys.begin(), options_.keys.end(), given) == options_.keys.end()) {
    out->headers.set("WWW-Authenticate", "Bearer");
    say(401, "The bearer token is missing or wrong");
    return out;
  }
  if (const std::optional<sim_kit::Fault> fault = faults_.check(request.headers)) {
    if (fault->retry_after)
      out->headers.set("Retry-After", fmt::format("{:.0f}", std::ceil(*fault->retry_after)));
    say(fault->status, fault->message.empty() ? "Error " + std::to_string(fault->status) : fault->message);
    return out;
  }
  const std::string account =
      given.empty() ? request.peer.substr(0, request.peer.rfind(':')) : std::string(given);
  const sim_kit::Standing standing = limit_->take(account, 0, request.received);
  if (!standing.refused()) return nullptr;
  out->headers.set("Retry-After", fmt::format("{:.0f}", std::ceil(standing.lacking_sec)));
  say(429, "Too many requests");
  return out;
}

/// A new task for the message, or the next step of the one that asked back.
Task A2aSimulator::begin(const Call& call) {
  Task task;
  if (!call.task.empty()) {
    const std::optional<Task> old = tasks_->get(call.task);
    if (!old) throw RpcError(kNoTask, "Task not found: " + call.task);
    if (old->state(clock_.now()) != "input-required") {
      throw RpcError(kParams, "Task " + call.task + " does not wait for an answer");
    }
    task = *old;
  } else {
    task.id = uuid(ids_);
    task.context = call.context.empty() ? uuid(ids_) : call.context;
    if (holds_one(call.text, options_.ask_on)) task.outcome = "input-required";
  }
  if (!call.task.empty()) task.outcome = "completed";
  if (holds_one(call.text, options_.fail_on)) task.outcome = "failed";
  task.message_id = call.message_id;
  task.question = call.text;
  task.answer = transformed(call.behavior, call.text);
  task.due = call.received + aitb::from_seconds(options_.latency_ms.sample(timing_) / 1e3);
  tasks_->put(task);
  return task;
}

json::object A2aSimulator::look(const Call& call, bool cancel) {
  std::optional<Task> task = tasks_->get(call.task);
  if (!task) throw RpcError(kNoTask, "Task not found: " + call.task);
  if (cancel && !tasks_->cancel(call.task, clock_.now())) {
    throw RpcError(kNotCancelable, "Task not cancelable: " + call.task);
  }
  if (cancel) task->cancelled = true;
  return task_object(*task, clock_.now(), timestamp());
}

aitb::task<> A2aSimulator::serve(ServerRequest request, aitb::Responder& responder) {
  if (std::unique_ptr<Instead> instead = refuse(request)) {
    co_await responder.reply(instead->status, std::move(instead->headers), std::move(instead->body));
    co_return;
  }
  std::string path = request.path, behavior = take_agent(path), refused;
  if (behavior.empty()) behavior = options_.behavior;
  Call call;
  try {
    read_call(request, call);
    call.behavior = behavior;
  } catch (const RpcError& error) {
    refused = rpc_failure(call.id, error);
  }
  request = ServerRequest();
  if (!refused.empty()) {
    co_await say_refusal(std::move(refused),
                         call.method == "tasks/resubscribe" || call.method == "message/stream", responder);
  } else if (call.method == "message/stream") {
    co_await stream(std::move(call), responder);
  } else {
    co_await whole(std::move(call), responder);
  }
}

aitb::task<> A2aSimulator::whole(Call call, aitb::Responder& responder) {
  std::string body;
  aitb::Instant due{};
  try {
    if (call.method == "message/send") {
      const Task task = begin(call);
      call.task = task.id;
      if (call.blocking) due = task.due;
    }
  } catch (const RpcError& error) {
    body = rpc_failure(call.id, error);
  }
  if (due > clock_.now()) co_await clock_.sleep_until(due);
  if (body.empty()) {
    try {
      body = rpc_result(call.id, look(call, call.method == "tasks/cancel"));
    } catch (const RpcError& error) {
      body = rpc_failure(call.id, error);
    }
  }
  co_await responder.reply(200, json_type(), std::move(body));
}

aitb::task<> A2aSimulator::stream(Call call, aitb::Responder& responder) {
  Task task;
  std::string refused;
  try {
    task = begin(call);
  } catch (const RpcError& error) {
    refused = rpc_failure(call.id, error);
  }
  if (!refused.empty()) {
    co_await say_refusal(std::move(refused), true, responder);
    co_return;
  }
  co_await responder.start(200, event_type());
  std::string out;
  Task fresh = task;
  fresh.due = aitb::Instant::max();
  aitb::append_sse(out, rpc_result(call.id, task_object(fresh, clock_.now(), timestamp())));
  aitb::append_sse(out, rpc_result(call.id, status_event(task, "working", timestamp(), false)));
  co_await responder.write(out);
  aitb::Instant due = task.due;
  if (task.outcome == "completed") {
    const std::vector<std::string> all = pieces(task.answer, options_.stream_chunks);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (due > clock_.now()) co_await clock_.sleep_until(due);
      if (tasks_->get(task.id).value_or(Task()).cancelled) break;
      out.clear();
      aitb::append_sse(out, rpc_result(call.id, artifact_event(task, all[i], i > 0, i + 1 == all.size())));
      co_await responder.write(out);
      due += aitb::from_seconds(options_.stream_delay_ms.sample(timing_) / 1e3);
    }
  } else if (due > clock_.now()) {
    co_await clock_.sleep_until(due);
  }
  const bool cancelled = tasks_->get(task.id).value_or(Task()).cancelled;
  const std::string state = cancelled ? std::string("canceled") : task.outcome;
  out.clear();
  aitb::append_sse(out, rpc_result(call.id, status_event(task, state, timestamp(), true)));
  co_await responder.write(out);
  co_await responder.finish();
}

}  // namespace a2a_simulator
