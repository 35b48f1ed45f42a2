#include "@NAME@.hpp"

namespace @NAMESPACE@ {

aitb::FieldTable fields(@CLASS@::Options& options) {
  using aitb::field;
  return aitb::fields(field("model", options.model, "Model to ask"),
                      field("stream", options.stream, "Ask for a streamed answer"),
                      field("questions", options.questions, "What the user asks, in order").not_empty().required());
}

@CLASS@::@CLASS@(Options options, aitb::Context&) : options_(std::move(options)) {}

std::vector<aitb::Need> @CLASS@::needs() const { return {aitb::Need(aitb::Chat::id)}; }

// State of a session stays in locals: many sessions run through one object at a time.
aitb::task<> @CLASS@::run(aitb::Session& session) {
  std::vector<aitb::Message> talk;
  for (std::size_t i = 0; i < options_.questions.size(); ++i) {
    co_await session.turn(static_cast<int>(i));
    talk.emplace_back(aitb::Role::user, options_.questions[i]);
    aitb::ChatRequest request(options_.model, talk);
    request.stream = options_.stream;
    const aitb::Reply reply = co_await aitb::chat(session, std::move(request));
    if (!reply.ok()) co_return;  // the record of the failure is written already
    talk.emplace_back(aitb::Role::assistant, reply.text);
  }
}

}  // namespace @NAMESPACE@
