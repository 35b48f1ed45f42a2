// Shapes the path of a session: delay, loss, rate. What was asked and what was verified are both recorded.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <aitb/api.hpp>
#include <aitb/task.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1 {

/// One direction-symmetric link as profiles.yaml gives it (units in names; nullopt: unlimited or not asked).
class AITB_API LinkProfile {
 public:
  LinkProfile();
  std::string name, description;
  double delay_ms = 0, jitter_ms = 0;
  std::string delay_distribution;
  double delay_correlation_pct = 0;
  double loss_pct = 0, loss_correlation_pct = 0;
  std::string loss_model;
  std::optional<double> rate_mbit, rate_ceil_mbit, rate_burst_kbit, rate_cburst_kbit;
  double corruption_pct = 0, corruption_correlation_pct = 0;
  double reorder_pct = 0, reorder_correlation_pct = 0;
  double duplicate_pct = 0, duplicate_correlation_pct = 0;
  std::optional<int> limit_packets;
  /// True when nothing is asked for: an unshaped path satisfies it.
  bool neutral() const noexcept;
  std::string describe() const;
};

/// The path that a lane's traffic takes.
class AITB_API Path {
 public:
  Path();
  std::string interface;  ///< default_interface of the profiles file
  bool bidirectional = true;
  int lane = 0;
};

/// A shaped path; the destructor undoes it, also after a failure.
class AITB_API Applied {
 public:
  virtual ~Applied();
  /// What is in force, verified by the emulator ("not shaped", "asked 20 ms … verified 20.1 ms …"); never a
  /// promise.
  virtual std::string verified() const = 0;
  virtual bool shaped() const noexcept = 0;
};

class AITB_API Emulator {
 public:
  virtual ~Emulator();
  /// [lane] Throws Error(unsupported) if this machine cannot do what the profile asks and pretending would
  /// lie.
  virtual task<std::unique_ptr<Applied>> apply(Path path, LinkProfile profile) = 0;
};

}  // namespace aitb::inline v1
