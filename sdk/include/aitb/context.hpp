// What the host hands to every component when it makes it.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <aitb/api.hpp>
#include <aitb/log.hpp>
#include <aitb/random.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1 {

class Net;

/// What components on several lanes have in common: rate limits, and what a simulator keeps for its clients,
/// since the client of one lane is the client of all. Outlives every component that shares it.
class AITB_API Commons {
 public:
  Commons();
  ~Commons();
  Commons(const Commons&) = delete;
  Commons& operator=(const Commons&) = delete;
  /// [any] The object of that name, made by whoever asks first. Lanes use it at the same time: T guards
  /// itself.
  template <class T>
  std::shared_ptr<T> get(const std::string& name, const std::function<std::shared_ptr<T>()>& make) {
    const std::function<std::shared_ptr<void>()> erased = [&make] { return make(); };
    return std::static_pointer_cast<T>(find(name, erased));
  }

 private:
  struct Impl;
  std::shared_ptr<void> find(const std::string& name, const std::function<std::shared_ptr<void>()>& make);
  std::unique_ptr<Impl> impl_;
};

/// References that outlive the component; one component belongs to one lane and needs no locks.
class AITB_API Context {
 public:
  Context(Log& log_, Clock& clock_, Net& net_, Random random_, std::filesystem::path work_dir_, int lane_ = 0,
          std::shared_ptr<Commons> commons_ = std::make_shared<Commons>())
      : log(log_),
        clock(clock_),
        net(net_),
        random(random_),
        work_dir(std::move(work_dir_)),
        lane(lane_),
        commons(std::move(commons_)) {}

  Log& log;
  Clock& clock;
  Net& net;                        ///< <aitb/net.hpp>
  Random random;                   ///< this component's own stream
  std::filesystem::path work_dir;  ///< inside the run folder; the only place for files that stay
  int lane = 0;  ///< which of a simulator's lanes this is: all have the same `random`, so split it by this
                 ///< where lanes must not draw alike
  std::shared_ptr<Commons> commons;  ///< never null; a simulator's lanes share one, and so do the
                                     ///< providers and scenarios of a run: begin names with your plugin's
};

}  // namespace aitb::inline v1
