#include "core/session/thread_priority.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace aitb::core {
namespace {

/// The kernel's struct sched_attr in its first version; glibc 2.36 has none.
struct SchedulerRequest {
  std::uint32_t size = sizeof(SchedulerRequest);
  std::uint32_t policy = SCHED_OTHER;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime = 0;  ///< of a normal thread: its turn in ns, from Linux 6.12 on; before, ignored
  std::uint64_t deadline = 0;
  std::uint64_t period = 0;
};

constexpr std::uint64_t lane_turn = 100'000;    // the least that the kernel takes
constexpr std::uint64_t worker_turn = 200'000;  // a lane's shorter one may end it

/// Best effort: a kernel that refuses leaves the thread as it was.
void request(std::uint32_t policy, int less_important, std::uint64_t turn) noexcept {
  SchedulerRequest wish;
  wish.policy = policy;
  wish.nice = std::min(19, getpriority(PRIO_PROCESS, 0) + less_important);
  wish.runtime = turn;
  syscall(SYS_sched_setattr, 0, &wish, 0);
}

}  // namespace

void answer_at_once() noexcept {
  // Whoever gave the host a real-time policy (chrt) has chosen for its lanes.
  if (sched_getscheduler(0) == SCHED_OTHER) request(SCHED_OTHER, 0, lane_turn);
}

void give_way() noexcept { request(SCHED_BATCH, 19, worker_turn); }

void take_short_turns() noexcept { request(SCHED_BATCH, 2, worker_turn); }

}  // namespace aitb::core
