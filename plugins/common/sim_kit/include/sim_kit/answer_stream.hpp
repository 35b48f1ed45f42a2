// Brings a planned answer out piece by piece, with the time at which each piece is due.
#pragma once
#include <aitb/distribution.hpp>

#include <memory>
#include <string>
#include <vector>

#include <sim_kit/event_writer.hpp>
#include <sim_kit/plan.hpp>

namespace sim_kit {

/// What of the options a running stream needs.
class Pace {
 public:
  Pace(const aitb::Distribution& itl, const aitb::Distribution& chunk)
      : itl_ms(itl), tokens_per_chunk(chunk) {}
  const aitb::Distribution& itl_ms;
  const aitb::Distribution& tokens_per_chunk;
};

/// The choices take turns. The first piece comes at Plan::first and brings what opens the choice along, so a
/// role never comes early; each further round is due as many inter-token times after the last as its pieces
/// have tokens.
class AnswerStream {
 public:
  AnswerStream(std::unique_ptr<Plan> plan, std::unique_ptr<EventWriter> writer, const Pace& pace);
  /// Appends what goes out with the head.
  void begin(std::string& out) { writer_->prelude(out); }
  /// False when every piece is out.
  bool more() const noexcept { return open_ > 0; }
  /// When the next piece is due.
  aitb::Instant due() const noexcept { return due_; }
  /// Appends the next piece's events and moves on. False if nothing generated is in them (a role without
  /// content).
  bool take(std::string& out);
  /// Appends what follows the last piece.
  void end(std::string& out) { writer_->finish(out, *plan_); }
  const Plan& plan() const noexcept { return *plan_; }
  /// Begins to fetch the memory that take() will need; the choice whose turn it is in a step of its own, once
  /// that has come.
  void prefetch() const noexcept;
  void prefetch_turn() const noexcept;

 private:
  class Progress {
   public:
    Stretch at = Stretch::reasoning;
    bool began = false, inside = false;
    std::uint32_t call = 0;
    std::string said;
  };

  bool piece(std::string& out, std::size_t choice);
  void text(std::string& out, std::size_t choice, TokenSource& source);
  void append(std::string& out, Progress& at, TokenSource& source) const;
  void leave(std::string& out, std::size_t choice, bool ended, Stretch next);
  void settle(std::string& out, std::size_t choice);
  void next_turn();
  void hold_call();
  void wait(std::uint32_t tokens);

  std::unique_ptr<Plan> plan_;
  std::unique_ptr<EventWriter> writer_;
  const Pace& pace_;
  std::vector<Progress> progress_;
  std::size_t turn_ = 0, open_ = 0;
  std::uint32_t round_tokens_ = 1;
  aitb::Instant due_;
};

}  // namespace sim_kit
