// What the host hands to every component when it makes it.
#pragma once
#include <filesystem>

#include <aitb/api.hpp>
#include <aitb/log.hpp>
#include <aitb/random.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1 {

class Net;

/// References that outlive the component; one component belongs to one lane and needs no locks.
class AITB_API Context {
 public:
  Context(Log& log_, Clock& clock_, Net& net_, Random random_, std::filesystem::path work_dir_)
      : log(log_), clock(clock_), net(net_), random(random_), work_dir(std::move(work_dir_)) {}

  Log& log;
  Clock& clock;
  Net& net;                        ///< <aitb/net.hpp>
  Random random;                   ///< this component's own stream
  std::filesystem::path work_dir;  ///< inside the run folder; the only place to write files
};

}  // namespace aitb::inline v1
