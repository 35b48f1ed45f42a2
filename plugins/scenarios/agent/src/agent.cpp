#include "agent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>

namespace agent {
namespace {

using aitb::Error;
using aitb::ErrorKind;
using aitb::Message;
using aitb::Role;
using aitb::ToolCall;

Message assistant(const aitb::Reply& reply) {
  Message message(Role::assistant, reply.text);
  message.tool_calls = reply.tool_calls;
  message.reasoning = reply.reasoning;
  return message;
}

Message result_of(const ToolCall& call, std::string text) {
  Message message(Role::tool, std::move(text));
  message.tool_call_id = call.id;
  message.name = call.name;
  return message;
}

bool are_arguments(const std::string& text) {
  boost::json::error_code broken;
  return text.empty() || boost::json::parse(text, broken).is_object();
}

/// Not in the middle of a letter.
void cut(std::string& text, std::uint64_t bytes) {
  if (bytes == 0 || text.size() <= bytes) return;
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  text.resize(end);
  text += "… (cut)";
}

aitb::task<> send(aitb::Chat& chat, aitb::ChatRequest request, int iteration, aitb::Exchange& out) {
  out.note("iteration", std::to_string(iteration));
  co_await chat.send(std::move(request), out);
}

/// One attempt of a call; what fails is thrown, so that the record says so, and is in `result` for the model.
aitb::task<> attempt(Toolset& tools, ToolCall call, int iteration, aitb::ToolResult& result,
                     aitb::Exchange& out) {
  out.note("iteration", std::to_string(iteration));
  if (!call.id.empty()) out.note("tool_call_id", call.id);
  const Offer* offer = tools.offer(call.name);
  if (offer == nullptr) {
    throw Error(ErrorKind::tool_failure, "calling " + call.name + ": the model was not offered such a tool");
  }
  if (offer->tool != call.name) out.note("called_as", call.name);
  if (!are_arguments(call.arguments)) {
    throw Error(ErrorKind::tool_failure,
                "calling " + call.name + ": the model's arguments are not a JSON object");
  }
  result = co_await tools.call(*offer, std::move(call), out);
  if (result.is_error) {
    const std::string first = result.text.substr(0, std::min<std::size_t>(result.text.find('\n'), 200));
    throw Error(ErrorKind::tool_failure, "the tool answered with an error: " + first);
  }
}

}  // namespace

Agent::Agent(Options options, std::string default_group, aitb::Context&)
    : options_(std::move(options)), default_group_(std::move(default_group)) {}

std::vector<aitb::Need> Agent::needs() const {
  return {aitb::Need(aitb::Chat::id), aitb::Need(aitb::Tools::id, std::string(kRole))};
}

aitb::ChatRequest Agent::request(std::vector<Message> history, const Toolset& tools, bool may_call) const {
  aitb::ChatRequest request(options_.model, std::move(history));
  request.stream = options_.stream;
  request.tools = tools.specs();
  request.tool_choice = may_call ? "auto" : "none";
  request.parallel_tool_calls = options_.parallel_tool_calls;
  request.temperature = options_.temperature;
  request.max_tokens = options_.max_tokens;
  request.reasoning_effort = options_.reasoning_effort;
  request.extra = options_.extra;
  return request;
}

aitb::task<aitb::Reply> Agent::ask(aitb::Session& session, aitb::ChatRequest request, int iteration) {
  aitb::Chat& chat = aitb::need<aitb::Chat>(session);
  aitb::ExchangeSpec spec("chat", options_.model, options_.stream);
  auto sending = [&](aitb::Exchange& out) { return send(chat, request, iteration, out); };
  aitb::Session::Work work = sending;
  co_return co_await session.perform(std::move(spec), std::move(work));
}

aitb::task<> Agent::use_tool(aitb::Session& session, Toolset& tools, ToolCall call, int iteration,
                             Message& result) {
  const Offer* offer = tools.offer(call.name);
  aitb::ExchangeSpec spec("tool:" + (offer == nullptr ? call.name : offer->tool));
  spec.klass = aitb::RecordClass::tool;
  spec.role = kRole;
  spec.tool_name = offer == nullptr ? call.name : offer->tool;
  spec.retry = false;  // a tool may have done its work before it failed
  aitb::ToolResult given;
  auto calling = [&](aitb::Exchange& out) { return attempt(tools, call, iteration, given, out); };
  aitb::Session::Work work = calling;
  const aitb::Reply reply = co_await session.perform(std::move(spec), std::move(work));
  std::string text = std::move(given.text);
  if (!reply.ok()) text = "Error: " + (given.is_error ? text : reply.error);
  cut(text, options_.max_result_bytes);
  result = result_of(call, std::move(text));
}

aitb::task<> Agent::use_tools(aitb::Session& session, Toolset& tools, std::vector<ToolCall> calls, int left,
                              int iteration, std::vector<Message>& history) {
  std::vector<Message> results(calls.size());
  std::vector<aitb::task<>> work;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (static_cast<int>(i) < left) {
      work.push_back(use_tool(session, tools, calls[i], iteration, results[i]));
    } else {
      results[i] = result_of(
          calls[i],
          fmt::format("Error: the limit of {} tool calls is reached; answer now.", options_.max_tool_calls));
    }
  }
  co_await aitb::when_all(std::move(work));
  for (Message& result : results) history.push_back(std::move(result));
}

aitb::task<bool> Agent::solve(aitb::Session& session, Toolset& tools, std::vector<Message>& history) {
  int left = options_.max_tool_calls;
  const int prompt = session.place().turn_index + 1;
  for (int iteration = 1;; ++iteration) {
    const bool may_call = left > 0;
    aitb::ChatRequest asked = request(history, tools, may_call);
    const aitb::Reply reply = co_await ask(session, std::move(asked), iteration);
    if (!reply.ok()) {
      session.fail(*reply.error_kind, fmt::format("prompt {} got no answer: {}", prompt, reply.error));
      co_return false;
    }
    history.push_back(assistant(reply));
    if (reply.tool_calls.empty()) {
      if (!reply.text.empty()) co_return true;
      session.fail(ErrorKind::protocol, fmt::format("prompt {}: the agent ended without an answer", prompt));
      co_return false;
    }
    if (!may_call) {
      session.fail(
          ErrorKind::protocol,
          fmt::format("prompt {}: the model still asks for tools after max_tool_calls ({}) and without leave",
                      prompt, options_.max_tool_calls));
      co_return false;
    }
    const int count = static_cast<int>(reply.tool_calls.size());
    co_await use_tools(session, tools, reply.tool_calls, left, iteration, history);
    left = std::max(0, left - count);
  }
}

aitb::task<> Agent::run(aitb::Session& session) {
  Toolset tools(session);
  co_await tools.find(options_, default_group_);
  std::vector<Message> opening;
  if (!options_.system_prompt.empty()) opening.emplace_back(Role::system, options_.system_prompt);
  std::vector<Message> history = opening;
  for (std::size_t turn = 0; turn < options_.prompts.size(); ++turn) {
    co_await session.turn(static_cast<int>(turn));
    if (!options_.keep_history) history = opening;
    history.emplace_back(Role::user, options_.prompts[turn]);
    const bool solved = co_await solve(session, tools, history);
    if (!solved) co_return;
  }
}

}  // namespace agent
