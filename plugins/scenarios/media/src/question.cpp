#include "question.hpp"

#include <algorithm>

#include "each_prompt.hpp"

namespace media {

using aitb::Message;
using aitb::Role;

void add_fields(std::vector<aitb::Field>& all, QuestionOptions& o) {
  using aitb::field;
  all.push_back(field("model", o.model, "Model to ask").not_empty());
  all.push_back(
      field("prompts", o.prompts, "What is asked, one prompt a turn, each with its medium").not_empty());
  all.push_back(field("system_prompt", o.system_prompt, "System message before each prompt; empty: none"));
  all.push_back(field("stream", o.stream, "Ask for the answer as server-sent events"));
  all.push_back(
      field("keep_history", o.keep_history, "Send the earlier prompts, media and answers with each prompt"));
  all.push_back(
      field("temperature", o.temperature, "Sampling temperature; absent: the service's default").range(0, 2));
  all.push_back(
      field("max_tokens", o.max_tokens, "Longest answer in tokens; absent: the service's limit").min(1));
  all.push_back(field("extra", o.extra, "Further members of every request body"));
}

QuestionScenario::QuestionScenario(QuestionOptions options, std::vector<aitb::Part> media)
    : options_(std::move(options)), media_(std::move(media)) {}

std::vector<aitb::Need> QuestionScenario::needs() const {
  return std::vector<aitb::Need>(1, aitb::Need(aitb::Chat::id));
}

aitb::task<> QuestionScenario::run(aitb::Session& session) {
  std::vector<Message> opening;
  if (!options_.system_prompt.empty()) opening.emplace_back(Role::system, options_.system_prompt);
  std::vector<Message> history = opening;
  const std::size_t turns = std::max(options_.prompts.size(), media_.size());
  for (std::size_t turn = 0; turn < turns; ++turn) {
    co_await session.turn(static_cast<int>(turn));
    if (!options_.keep_history) history = opening;
    Message& message = history.emplace_back(Role::user, options_.prompts[turn % options_.prompts.size()]);
    message.parts.push_back(media_[turn % media_.size()]);
    aitb::ChatRequest request(options_.model, history);
    request.stream = options_.stream;
    request.temperature = options_.temperature;
    request.max_tokens = options_.max_tokens;
    request.extra = options_.extra;
    const aitb::Reply reply = co_await aitb::chat(session, std::move(request));
    note_failure(session, reply, turn);
    if (!reply.ok() && options_.keep_history)
      co_return;  // what follows would have another history than planned
    history.emplace_back(Role::assistant, reply.text);
  }
}

}  // namespace media
