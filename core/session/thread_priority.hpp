// How the host's threads share a core: lanes go before everything that can wait.
#pragma once

namespace aitb::core {

/// [that thread] A lane's: asks the scheduler for short turns that start at once. A thread that is woken up
/// for an arrival may then end another's turn, which by default has the better part of a millisecond.
void answer_at_once() noexcept;

/// [that thread] A worker's: slightly less important than the process, never ends another's turn.
/// Also in a process that has a real-time policy: else a row to be stored would hold up an arrival.
void give_way() noexcept;

}  // namespace aitb::core
