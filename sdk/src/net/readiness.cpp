#include "net/readiness.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

#include "net/suspend.hpp"

namespace aitb::net {

using asio::detail::reactor_op;

namespace {

int type_of(Ready what) noexcept {
  return what == Ready::read ? asio::detail::reactor::read_op : asio::detail::reactor::write_op;
}

using Handler = Suspended<std::exception_ptr, error_code>;

/// Asio keeps the mask of the last event in the descriptor's state and shows it to nobody. A reset that comes
/// together with data is told by that mask alone.
class LastEvent : public asio::detail::scheduler_operation {
 public:
  static unsigned mask_of(asio::detail::scheduler_operation& state) noexcept {
    return state.*(&LastEvent::task_result_);
  }
};

}  // namespace

class Readiness::Waiting : public reactor_op {
 protected:
  Waiting(Readiness& owner, func_type ended, Handler handler)
      : reactor_op(error_code{}, &perform_now, ended),
        owner_(owner),
        state_(*(asio::detail::scheduler_operation*)owner.data_),  // NOLINT: its base is private
        handler_(std::move(handler)) {}

  /// `self` is gone when the coroutine goes on; `owner` is null when the lane ends before the wait.
  template <class Self>
  static void finish(Self* self, void* owner, error_code ec, std::exception_ptr failure = nullptr) {
    Handler handler(std::move(self->handler_));
    recycled_delete(self);
    if (owner != nullptr) handler(std::move(failure), ec);
  }

  Readiness& owner_;
  asio::detail::scheduler_operation& state_;
  Handler handler_;

 private:
  // Called only while the owner is registered. "Exhausted" keeps the reactor from guessing that the
  // descriptor is still ready.
  static status perform_now(reactor_op* base) {
    auto* self = static_cast<Waiting*>(base);
    if (self->owner_.upcoming_) self->owner_.upcoming_->reached(self->owner_.touched_);
    if ((LastEvent::mask_of(self->state_) & (EPOLLERR | EPOLLHUP)) != 0) self->owner_.hung_up_ = true;
    return done_and_exhausted;
  }
};

class Readiness::Operation : public Waiting {
 public:
  Operation(Readiness& owner, Handler handler) : Waiting(owner, &complete_now, std::move(handler)) {}

 private:
  friend class Waiting;
  static void complete_now(void* owner, asio::detail::operation* base, const error_code&, std::size_t) {
    auto* self = static_cast<Operation*>(base);
    finish(self, owner, self->ec_);
  }
};

/// Keeps no pointer to the Readiness: descriptor states live as long as the reactor.
class Readiness::Canceller {
 public:
  Canceller(Reactor& reactor, int descriptor, Reactor::per_descriptor_data data, int type)
      : reactor_(reactor), descriptor_(descriptor), data_(data), type_(type) {}
  void operator()(asio::cancellation_type) { reactor_.cancel_ops_by_key(descriptor_, data_, type_, this); }

 private:
  Reactor& reactor_;
  int descriptor_;
  Reactor::per_descriptor_data data_;
  int type_;
};

/// Also reaches an operation that is not in the reactor's queue just now, by a flag.
class Readiness::RepeatedCanceller : public Canceller {
 public:
  RepeatedCanceller(Reactor& reactor, int descriptor, Reactor::per_descriptor_data data)
      : Canceller(reactor, descriptor, data, Reactor::read_op) {}
  void operator()(asio::cancellation_type type) {
    if (flag_ != nullptr) *flag_ = true;
    Canceller::operator()(type);
  }
  void flag(bool* flag) noexcept { flag_ = flag; }

 private:
  bool* flag_ = nullptr;
};

/// Waits again and again by itself, so that an edge wakes no coroutine.
class Readiness::Repeated : public Waiting {
 public:
  Repeated(Readiness& owner, std::function<Next()> each, Handler handler)
      : Waiting(owner, &complete_now, std::move(handler)), each_(std::move(each)) {}
  void obey(RepeatedCanceller& canceller) noexcept {
    canceller_ = &canceller;
    canceller.flag(&cancelled_);
    cancellation_key_ = static_cast<Canceller*>(&canceller);
  }

 private:
  friend class Waiting;
  static void complete_now(void* owner, asio::detail::operation* base, const error_code&, std::size_t) {
    auto* self = static_cast<Repeated*>(base);
    error_code ec = self->ec_;
    std::exception_ptr failure;
    if (owner != nullptr && !ec && !self->cancelled_) {
      const Next next = self->next(failure);
      if (next != Next::stop) {
        return self->owner_.start(Ready::read, self, next == Next::at_once || self->cancelled_);
      }
    } else if (!ec) {
      ec = asio::error::operation_aborted;
    }
    // Where the lane ends before the wait, nobody empties the slot, and a coroutine that is taken down later
    // may still use it.
    if (self->canceller_ != nullptr) self->canceller_->flag(nullptr);
    finish(self, owner, ec, std::move(failure));
  }

  Next next(std::exception_ptr& failure) noexcept {
    try {
      return each_();
    } catch (...) {
      failure = std::current_exception();
      return Next::stop;
    }
  }

  std::function<Next()> each_;
  RepeatedCanceller* canceller_ = nullptr;
  bool cancelled_ = false;
};

Readiness::Readiness(asio::io_context& lane, int descriptor)
    : reactor_(asio::use_service<Reactor>(lane)), descriptor_(descriptor) {
  reactor_.init_task();
  const int failure = reactor_.register_descriptor(descriptor_, data_);
  if (failure != 0) {
    ::close(descriptor_);
    throw boost::system::system_error(error_code(failure, boost::system::system_category()), "epoll_ctl");
  }
}

Readiness::~Readiness() {
  if (upcoming_) upcoming_->forget(data_);
  reactor_.deregister_descriptor(descriptor_, data_, true);
  reactor_.cleanup_descriptor_data(data_);
  ::close(descriptor_);
}

task<error_code> Readiness::wait(Ready what, bool at_once) {
  Readiness* self = this;
  return suspend<void(std::exception_ptr, error_code)>([self, what, at_once](Handler handler) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    auto* operation = recycled_new<Operation>(*self, std::move(handler));
    if (slot.is_connected() && !at_once) {
      operation->cancellation_key_ =
          &slot.template emplace<Canceller>(self->reactor_, self->descriptor_, self->data_, type_of(what));
    }
    self->start(what, operation, at_once);
  });
}

task<error_code> Readiness::wait_each(std::function<Next()> each, bool at_once) {
  Readiness* self = this;
  return suspend<void(std::exception_ptr, error_code)>(
      [self, each = std::move(each), at_once](Handler handler) mutable {
        auto slot = asio::get_associated_cancellation_slot(handler);
        auto* operation = recycled_new<Repeated>(*self, std::move(each), std::move(handler));
        self->touched_.operation(operation, sizeof *operation);
        if (!self->upcoming_) {
          self->upcoming_ = Upcoming::of_this_thread();
          self->upcoming_->remember(self->data_, self->touched_);
        }
        if (slot.is_connected()) {
          operation->obey(
              slot.template emplace<RepeatedCanceller>(self->reactor_, self->descriptor_, self->data_));
        }
        self->start(Ready::read, operation, at_once);
      });
}

void Readiness::start(Ready what, reactor_op* operation, bool at_once) {
  if (at_once) return reactor_.post_immediate_completion(operation, false);
  start(what, operation);
}

void Readiness::start(Ready what, reactor_op* operation) {
  reactor_.start_op(type_of(what), descriptor_, data_, operation, false, true);
}

void Readiness::cancel() noexcept { reactor_.cancel_ops(descriptor_, data_); }

}  // namespace aitb::net
