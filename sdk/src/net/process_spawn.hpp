// Starting a child: program lookup, exact environment, own process group, three pipes.
#pragma once
#include <string>

#include <aitb/process.hpp>

namespace aitb::net {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int get() const noexcept { return number_; }
  int release() noexcept;

 private:
  int number_ = -1;
};

/// A started child; our ends of the pipes do not block.
class Child {
 public:
  int pid = -1;     ///< and the id of its process group
  Descriptor exit;  ///< pidfd: readable once it has ended
  Descriptor in, out, err;
};

/// Returns once the program runs. Throws Error(config) if there is no such program, Error(internal) if the
/// system gives no process or pipe.
Child spawn_child(const ProcessOptions& options);

}  // namespace aitb::net
