#include "ping_pong.hpp"

namespace acme {

aitb::FieldTable fields(PingPong::Options& options) {
  using aitb::field;
  return aitb::fields(field("model", options.model, "Model to ask"),
                      field("first_word", options.first_word, "What the user says first").not_empty(),
                      field("rounds", options.rounds, "How often the user speaks").range(1, 1000));
}

PingPong::PingPong(Options options, aitb::Context&) : options_(std::move(options)) {}

std::vector<aitb::Need> PingPong::needs() const { return {aitb::Need(aitb::Chat::id)}; }

aitb::task<> PingPong::run(aitb::Session& session) {
  std::string word = options_.first_word;
  for (int round = 0; round < options_.rounds; ++round) {
    co_await session.turn(round);
    std::vector<aitb::Message> messages;
    messages.emplace_back(aitb::Role::user, word);
    aitb::ChatRequest request(options_.model, std::move(messages));
    request.stream = true;
    const aitb::Reply reply = co_await aitb::chat(session, std::move(request));
    if (!reply.ok()) co_return;  // its record says why
    if (reply.text.empty()) {
      session.fail(aitb::ErrorKind::protocol, "the other side said nothing");
      co_return;
    }
    word = reply.text;
  }
}

}  // namespace acme
