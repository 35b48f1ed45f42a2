// Checks of making and destroying a component.
#include <malloc.h>

#include "core/plugin/check/workbench.hpp"

namespace aitb::core::check {
namespace {

class Holdings {
 public:
  Holdings()
      : bytes(::mallinfo2().uordblks + ::mallinfo2().hblkhd),
        threads(count("/proc/self/task")),
        files(count("/proc/self/fd")) {}
  std::size_t bytes, threads, files;

 private:
  static std::size_t count(const char* folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
  }
};

constexpr int rounds = 100;
constexpr std::size_t bytes_a_round = 64;  // less is noise of caches that fill up

}  // namespace

Verdict life_many(const Subject& subject) {
  Workbench bench(subject);
  const boost::json::object options = sample_options(subject, bench.plugin, bench.component);
  for (int i = 0; i < rounds; ++i) {
    const Made made = bench.make(options);
    bench.lane.poll();
    bench.lane.restart();
  }
  return ok();
}

Verdict life_leak(const Subject& subject) {
  Workbench bench(subject);
  const boost::json::object options = sample_options(subject, bench.plugin, bench.component);
  auto round = [&] {
    bench.make(options);
    bench.lane.restart();
    bench.lane.poll();
  };
  for (int i = 0; i < rounds / 4; ++i) round();  // what is made once stays
  const Holdings before;
  for (int i = 0; i < rounds; ++i) round();
  const Holdings after;
  if (after.threads > before.threads)
    return failed(std::to_string(after.threads - before.threads) + " threads are left");
  if (after.files > before.files)
    return failed(std::to_string(after.files - before.files) + " files or sockets are left open");
  if (before.bytes == 0)
    return skipped("this allocator does not tell; a build with -fsanitize=address finds leaks itself");
  if (after.bytes > before.bytes + rounds * bytes_a_round)
    return failed(std::to_string((after.bytes - before.bytes) / rounds) + " bytes are left each time");
  return ok();
}

Verdict life_order(const Subject& subject) {
  Workbench bench(subject);
  bench.make(sample_options(subject, bench.plugin, bench.component));
  bench.lane.restart();
  const std::size_t handlers = bench.lane.poll();
  if (!bench.lane.stopped()) return failed("work is still pending on the lane after it was destroyed");
  return ok(handlers == 0 ? "" : std::to_string(handlers) + " handlers ran after it");
}

}  // namespace aitb::core::check
