#include <aitb/testing/fake_clock.hpp>

#include "net/sleepers.hpp"

namespace aitb::inline v1::testing {

struct FakeClock::Impl {
  net::Sleepers sleepers;
};

FakeClock::FakeClock() : FakeClock(Instant(std::chrono::hours(1))) {}
FakeClock::FakeClock(Instant start) : impl_(std::make_unique<Impl>()), now_(start) {}
FakeClock::~FakeClock() = default;

task<> FakeClock::sleep_until(Instant at) { return wait(at, nullptr); }
task<> FakeClock::beat_from(Instant first, Rhythm& rhythm) { return wait(first, &rhythm); }

task<> FakeClock::wait(Instant at, Rhythm* rhythm) {
  FakeClock* self = this;
  return net::suspend<void(std::exception_ptr)>([self, at, rhythm](net::Sleepers::Handler handler) {
    self->impl_->sleepers.add(at, std::move(handler), rhythm);
  });
}

void FakeClock::advance(Duration by) {
  const Instant until = now_ + by;
  while (!impl_->sleepers.empty() && impl_->sleepers.earliest() <= until) jump();
  now_ = std::max(now_, until);
}

bool FakeClock::jump() {
  if (impl_->sleepers.empty()) return false;
  now_ = std::max(now_, impl_->sleepers.earliest());
  impl_->sleepers.round(now_);
  Instant intended{};
  while (impl_->sleepers.peek(intended)) impl_->sleepers.resume_next();
  return true;
}

std::size_t FakeClock::sleepers() const noexcept { return impl_->sleepers.size(); }

}  // namespace aitb::inline v1::testing
