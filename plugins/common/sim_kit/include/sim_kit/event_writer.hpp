// How one service writes the events of a streamed answer.
#pragma once
#include <string>
#include <string_view>

#include <sim_kit/plan.hpp>

namespace sim_kit {

/// The stretches of one choice, in their order.
enum class Stretch : std::uint8_t { reasoning, content, refusal, call, arguments, ended };

/// Appends whole events to the caller's buffer, which many streams share. AnswerStream calls it in the order
/// of the answer: prelude; for each choice open, then its stretches; finish.
class EventWriter {
 public:
  /// So many bytes of a writer are fetched into the cache ahead of its turn.
  static constexpr std::size_t fetched = 384;
  virtual ~EventWriter() = default;
  /// What is sent with the head, before anything is generated.
  virtual void prelude(std::string& out) { (void)out; }
  /// Before a choice's first piece, in the same write.
  virtual void open(std::string& out, std::size_t choice) = 0;
  /// Before the first and after the last piece of reasoning, content or refusal; `said` is all of it if
  /// wants_text().
  virtual void begin_stretch(std::string& out, std::size_t choice, Stretch stretch) {
    (void)out, (void)choice, (void)stretch;
  }
  virtual void end_stretch(std::string& out, std::size_t choice, Stretch stretch, std::string_view said) {
    (void)out, (void)choice, (void)stretch, (void)said;
  }
  /// A piece: escaped text is appended between the two.
  virtual void begin_text(std::string& out, std::size_t choice, Stretch stretch) = 0;
  virtual void end_text(std::string& out, std::size_t choice, Stretch stretch) = 0;
  /// Between the two: the tokens of the piece.
  virtual void count(std::uint32_t tokens) { (void)tokens; }
  /// A tool call begins; with whole_calls() the writer uses up its arguments and writes it all.
  virtual void call(std::string& out, std::size_t choice, std::size_t index, CallPlan& call) = 0;
  virtual void begin_arguments(std::string& out, std::size_t choice, std::size_t index, bool custom) = 0;
  virtual void end_arguments(std::string& out) = 0;
  virtual void end_call(std::string& out, std::size_t choice, std::size_t index, const CallPlan& call,
                        std::string_view said) {
    (void)out, (void)choice, (void)index, (void)call, (void)said;
  }
  /// After the last piece.
  virtual void finish(std::string& out, const Plan& plan) = 0;

  virtual bool wants_text() const noexcept { return false; }
  virtual bool whole_calls() const noexcept { return false; }
};

}  // namespace sim_kit
