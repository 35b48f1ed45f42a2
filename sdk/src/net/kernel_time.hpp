// Inside libaitb: turns the kernel's wall-clock receive stamps into instants of the monotonic clock.
#pragma once
#include <ctime>
#include <optional>

#include <aitb/time.hpp>

namespace aitb::net {

/// [lane] `user` is when the read returned: a stamp after it, or 10 s before it, is not believed.
std::optional<Instant> kernel_instant(const timespec& wall, Instant user) noexcept;

}  // namespace aitb::net
