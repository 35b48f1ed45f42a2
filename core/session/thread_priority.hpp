// How the host's threads share a core: lanes go before everything that can wait.
#pragma once

namespace aitb::core {

/// [that thread] A lane's: asks the scheduler for short turns that start at once. A thread that is woken up
/// for an arrival may then end another's turn, which by default has the better part of a millisecond.
void answer_at_once() noexcept;

/// [that thread] A worker's that can wait: runs when nobody else wants its core. What a worker is owed keeps
/// a lane that wakes up from ending its turn, and half a millisecond of a commit would be a hundred late
/// arrivals: so it is owed next to nothing. On a crowded machine such a worker may stand still.
/// Also in a process that has a real-time policy.
void give_way() noexcept;

/// [that thread] A worker's that cannot wait: hardly less important than the process, in short turns that
/// come soon, and it ends nobody else's.
void take_short_turns() noexcept;

}  // namespace aitb::core
