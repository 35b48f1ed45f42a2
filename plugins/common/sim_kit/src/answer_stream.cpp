#include <sim_kit/answer_stream.hpp>

#include <aitb/prefetch.hpp>

#include <algorithm>
#include <cmath>

#include <sim_kit/json_write.hpp>

namespace sim_kit {
namespace {

std::uint32_t chunk_tokens(const Pace& pace, aitb::Random& random) {
  return static_cast<std::uint32_t>(std::max(1L, std::lround(pace.tokens_per_chunk.sample(random))));
}

}  // namespace

AnswerStream::AnswerStream(std::unique_ptr<Plan> plan, std::unique_ptr<EventWriter> writer, const Pace& pace)
    : plan_(std::move(plan)),
      writer_(std::move(writer)),
      pace_(pace),
      progress_(plan_->choices.size()),
      open_(progress_.size()),
      round_tokens_(chunk_tokens(pace, plan_->timing)),
      due_(plan_->first) {
  std::string nothing;  // no stretch has begun, so none ends
  for (std::size_t choice = 0; choice < progress_.size(); ++choice) settle(nothing, choice);
  if (!progress_.empty()) hold_call();
}

void AnswerStream::prefetch() const noexcept {
  aitb::prefetch(writer_.get(), EventWriter::fetched);
  aitb::prefetch(progress_.data(), sizeof(Progress));
  aitb::prefetch(plan_.get(), sizeof(Plan));
}

void AnswerStream::prefetch_turn() const noexcept {
  if (!plan_->choices.empty()) aitb::prefetch(plan_->choices.data() + turn_, sizeof(ChoicePlan));
}

void AnswerStream::leave(std::string& out, std::size_t choice, bool ended, Stretch next) {
  Progress& at = progress_[choice];
  if (!ended) return;
  if (at.inside) writer_->end_stretch(out, choice, at.at, at.said);
  at.inside = false;
  at.said.clear();
  at.at = next;
}

/// Moves past the stretches that have nothing left to say.
void AnswerStream::settle(std::string& out, std::size_t choice) {
  ChoicePlan& plan = plan_->choices[choice];
  Progress& at = progress_[choice];
  if (at.at == Stretch::reasoning) leave(out, choice, plan.reasoning.ended(), Stretch::content);
  if (at.at == Stretch::content) leave(out, choice, plan.content.ended(), Stretch::refusal);
  if (at.at == Stretch::refusal) leave(out, choice, plan.refusal.ended(), Stretch::call);
  if (at.at == Stretch::arguments && plan.calls[at.call].arguments.ended()) {
    writer_->end_call(out, choice, at.call, plan.calls[at.call], at.said);
    at.said.clear();
    at.at = Stretch::call;
    ++at.call;
  }
  if (at.at == Stretch::call && at.call == plan.calls.size()) at.at = Stretch::ended;
}

void AnswerStream::append(std::string& out, Progress& at, TokenSource& source) const {
  std::uint32_t tokens = 0;
  while (tokens < round_tokens_) {
    const TokenSource::Piece piece = source.next();
    if (piece.text.empty()) break;
    append_escaped(out, piece.text);
    if (writer_->wants_text()) at.said += piece.text;
    tokens += piece.tokens;
  }
  writer_->count(tokens);
}

void AnswerStream::text(std::string& out, std::size_t choice, TokenSource& source) {
  Progress& at = progress_[choice];
  if (!at.inside) writer_->begin_stretch(out, choice, at.at);
  at.inside = true;
  writer_->begin_text(out, choice, at.at);
  append(out, at, source);
  writer_->end_text(out, choice, at.at);
}

bool AnswerStream::piece(std::string& out, std::size_t choice) {
  ChoicePlan& plan = plan_->choices[choice];
  Progress& at = progress_[choice];
  if (!at.began) writer_->open(out, choice);
  at.began = true;
  switch (at.at) {
    case Stretch::reasoning:
      text(out, choice, plan.reasoning);
      return true;
    case Stretch::content:
      text(out, choice, plan.content);
      return true;
    case Stretch::refusal:
      text(out, choice, plan.refusal);
      return true;
    case Stretch::call:
      writer_->call(out, choice, at.call, plan.calls[at.call]);
      at.at = Stretch::arguments;
      return true;
    case Stretch::arguments:
      writer_->begin_arguments(out, choice, at.call, plan.calls[at.call].custom);
      append(out, at, plan.calls[at.call].arguments);
      writer_->end_arguments(out);
      return true;
    case Stretch::ended:
      break;
  }
  return false;
}

bool AnswerStream::take(std::string& out) {
  const bool generated = piece(out, turn_);
  settle(out, turn_);
  if (progress_[turn_].at == Stretch::ended) --open_;
  next_turn();
  return generated;
}

void AnswerStream::wait(std::uint32_t tokens) {
  double wait_ms = 0;
  for (std::uint32_t i = 0; i < tokens; ++i) wait_ms += pace_.itl_ms.sample(plan_->timing);
  due_ += aitb::Duration(static_cast<std::int64_t>(wait_ms * 1e6));
}

/// A call that comes whole comes when its last token would.
void AnswerStream::hold_call() {
  const Progress& next = progress_[turn_];
  if (next.at == Stretch::call && writer_->whole_calls())
    wait(plan_->choices[turn_].calls[next.call].arguments.tokens());
}

void AnswerStream::next_turn() {
  if (open_ == 0) return;
  do {
    if (++turn_ < progress_.size()) continue;
    turn_ = 0;
    round_tokens_ = chunk_tokens(pace_, plan_->timing);
    wait(round_tokens_);
  } while (progress_[turn_].began && progress_[turn_].at == Stretch::ended);
  hold_call();
}

}  // namespace sim_kit
