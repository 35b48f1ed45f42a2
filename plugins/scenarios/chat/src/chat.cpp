#include "chat.hpp"

#include <algorithm>

namespace chat {

using aitb::Message;
using aitb::Role;

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return aitb::fields(
      field("model", o.model, "Model to ask").not_empty(),
      field("prompts", o.prompts, "What the user says, one prompt a turn").not_empty(),
      field("system_prompt", o.system_prompt, "System message before the first prompt; empty: none"),
      field("stream", o.stream, "Ask for the answer as server-sent events"),
      field("max_turns", o.max_turns, "At most that many prompts of a session; 0 or absent: all").min(0),
      field("keep_history", o.keep_history, "Send the earlier prompts and answers with each prompt"),
      field("temperature", o.temperature, "Sampling temperature; absent: the service's default").range(0, 2),
      field("top_p", o.top_p, "Nucleus sampling; absent: the service's default").range(0, 1),
      field("max_tokens", o.max_tokens, "Longest answer in tokens; absent: the service's limit").min(1),
      field("seed", o.seed, "Sampling seed, for services that know one"),
      field("stop", o.stop, "Texts at which the answer ends"),
      field("reasoning_effort", o.reasoning_effort,
            "none, minimal, low, medium, high …, as the model knows it"),
      field("extra", o.extra, "Further members of every request body"));
}

namespace {

Message assistant(const aitb::Reply& reply) {
  Message message(Role::assistant, reply.text);
  message.tool_calls = reply.tool_calls;
  message.reasoning = reply.reasoning;
  return message;
}

}  // namespace

ChatScenario::ChatScenario(Options options, aitb::Context&) : options_(std::move(options)) {}

std::vector<Message> ChatScenario::opening() const {
  std::vector<Message> messages;
  if (!options_.system_prompt.empty()) messages.emplace_back(Role::system, options_.system_prompt);
  return messages;
}

std::vector<aitb::Need> ChatScenario::needs() const { return {aitb::Need(aitb::Chat::id)}; }

std::size_t ChatScenario::turns() const noexcept {
  const std::size_t all = options_.prompts.size();
  const int limit = options_.max_turns.value_or(0);
  return limit > 0 ? std::min(all, static_cast<std::size_t>(limit)) : all;
}

aitb::ChatRequest ChatScenario::request(std::vector<Message> messages) const {
  aitb::ChatRequest request(options_.model, std::move(messages));
  request.stream = options_.stream;
  request.temperature = options_.temperature;
  request.top_p = options_.top_p;
  request.max_tokens = options_.max_tokens;
  request.seed = options_.seed;
  request.stop = options_.stop;
  request.reasoning_effort = options_.reasoning_effort;
  request.extra = options_.extra;
  return request;
}

aitb::task<aitb::Reply> ChatScenario::ask(aitb::Session& session, std::vector<Message> messages) const {
  return aitb::chat(session, request(std::move(messages)));
}

aitb::task<> ChatScenario::run(aitb::Session& session) {
  const std::size_t count = turns();
  std::vector<Message> history = opening();
  for (std::size_t turn = 0; turn < count; ++turn) {
    co_await session.turn(static_cast<int>(turn));
    if (!options_.keep_history) history = opening();
    history.emplace_back(Role::user, options_.prompts[turn]);
    // A load of ten thousand sessions waits below: what only a later turn needs is kept, nothing else.
    const bool last = turn + 1 == count || !options_.keep_history;
    std::vector<Message> messages;
    if (last) {
      messages.swap(history);
    } else {
      messages = history;
    }
    aitb::task<aitb::Reply> asking = ask(session, std::move(messages));
    const aitb::Reply reply = co_await std::move(asking);
    if (!reply.ok()) {
      session.fail(*reply.error_kind,
                   "prompt " + std::to_string(turn + 1) + " got no answer: " + reply.error);
      co_return;
    }
    if (!last) history.push_back(assistant(reply));
  }
}

}  // namespace chat
