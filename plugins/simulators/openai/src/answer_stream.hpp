// Brings a planned answer out piece by piece, with the time at which each piece is due.
#pragma once
#include <aitb/distribution.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "chunk_writer.hpp"
#include "plan.hpp"

namespace openai_simulator {

/// What of the options a running stream needs.
class Pace {
 public:
  Pace(const aitb::Distribution& itl, const aitb::Distribution& chunk, std::string_view reasoning)
      : itl_ms(itl), tokens_per_chunk(chunk), reasoning_field(reasoning) {}
  const aitb::Distribution& itl_ms;
  const aitb::Distribution& tokens_per_chunk;
  std::string_view reasoning_field;
};

/// The choices take turns. The first piece comes at Plan::first and brings its role event along, so a role
/// never comes early; each further round is due as many inter-token times after the last as its pieces have
/// tokens.
class AnswerStream {
 public:
  AnswerStream(Plan plan, const Pace& pace);
  /// False when every piece is out.
  bool more() const noexcept { return open_ > 0; }
  /// When the next piece is due.
  aitb::Instant due() const noexcept { return due_; }
  /// Appends the next piece's events and moves on. False if nothing generated is in them (a role without
  /// content).
  bool take(std::string& out);
  /// Appends what follows the last piece: finish reasons, usage, [DONE].
  void end(std::string& out);
  const Plan& plan() const noexcept { return plan_; }

 private:
  enum class Part : std::uint8_t { reasoning, content, call, arguments, ended };
  class Progress {
   public:
    Part part = Part::reasoning;
    bool began = false;
    std::uint32_t call = 0;
  };

  bool piece(std::string& out, std::size_t choice);
  void append(std::string& out, TokenSource& source) const;
  void settle(std::size_t choice);
  void next_turn();

  Plan plan_;
  const Pace& pace_;
  ChunkWriter writer_;
  std::vector<Progress> progress_;
  std::size_t turn_ = 0, open_ = 0;
  std::uint32_t round_tokens_ = 1;
  aitb::Instant due_;
};

}  // namespace openai_simulator
