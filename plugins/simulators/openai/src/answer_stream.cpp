#include "answer_stream.hpp"

#include <algorithm>
#include <cmath>

#include "json_write.hpp"

namespace openai_simulator {
namespace {

std::uint32_t chunk_tokens(const Pace& pace, aitb::Random& random) {
  return static_cast<std::uint32_t>(std::max(1L, std::lround(pace.tokens_per_chunk.sample(random))));
}

}  // namespace

AnswerStream::AnswerStream(Plan plan, const Pace& pace)
    : plan_(std::move(plan)),
      pace_(pace),
      writer_(plan_),
      progress_(plan_.choices.size()),
      open_(progress_.size()),
      round_tokens_(chunk_tokens(pace, plan_.timing)),
      due_(plan_.first) {
  for (std::size_t choice = 0; choice < progress_.size(); ++choice) settle(choice);
}

/// Moves past the parts that have nothing left to say.
void AnswerStream::settle(std::size_t choice) {
  ChoicePlan& plan = plan_.choices[choice];
  Progress& at = progress_[choice];
  if (at.part == Part::reasoning && plan.reasoning.ended()) at.part = Part::content;
  if (at.part == Part::content && plan.content.ended()) at.part = Part::call;
  if (at.part == Part::arguments && plan.calls[at.call].arguments.ended()) {
    at.part = Part::call;
    ++at.call;
  }
  if (at.part == Part::call && at.call == plan.calls.size()) at.part = Part::ended;
}

void AnswerStream::append(std::string& out, TokenSource& source) const {
  for (std::uint32_t tokens = 0; tokens < round_tokens_;) {
    const TokenSource::Piece piece = source.next();
    if (piece.text.empty()) return;
    append_escaped(out, piece.text);
    tokens += piece.tokens;
  }
}

bool AnswerStream::piece(std::string& out, std::size_t choice) {
  ChoicePlan& plan = plan_.choices[choice];
  Progress& at = progress_[choice];
  if (!at.began) writer_.role(out, choice, !plan.calls.empty());
  at.began = true;
  switch (at.part) {
    case Part::reasoning:
    case Part::content: {
      const bool reasoning = at.part == Part::reasoning;
      writer_.begin_text(out, choice, reasoning ? pace_.reasoning_field : "content");
      append(out, reasoning ? plan.reasoning : plan.content);
      writer_.end_text(out);
      return true;
    }
    case Part::call:
      writer_.call(out, choice, at.call, plan.calls[at.call]);
      at.part = Part::arguments;
      return true;
    case Part::arguments:
      writer_.begin_arguments(out, choice, at.call, plan.calls[at.call].custom);
      append(out, plan.calls[at.call].arguments);
      writer_.end_arguments(out);
      return true;
    case Part::ended:
      break;
  }
  return false;
}

bool AnswerStream::take(std::string& out) {
  const bool generated = piece(out, turn_);
  settle(turn_);
  if (progress_[turn_].part == Part::ended) --open_;
  next_turn();
  return generated;
}

void AnswerStream::next_turn() {
  if (open_ == 0) return;
  do {
    if (++turn_ < progress_.size()) continue;
    turn_ = 0;
    round_tokens_ = chunk_tokens(pace_, plan_.timing);
    double wait_ms = 0;
    for (std::uint32_t i = 0; i < round_tokens_; ++i) wait_ms += pace_.itl_ms.sample(plan_.timing);
    due_ += aitb::Duration(static_cast<std::int64_t>(wait_ms * 1e6));
  } while (progress_[turn_].began && progress_[turn_].part == Part::ended);
}

void AnswerStream::end(std::string& out) {
  for (std::size_t choice = 0; choice < progress_.size(); ++choice) {
    writer_.finish(out, choice, plan_.choices[choice].finish_reason);
  }
  writer_.usage(out, plan_);
  ChunkWriter::done(out);
}

}  // namespace openai_simulator
