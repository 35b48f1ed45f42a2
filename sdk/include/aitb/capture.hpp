// Watches the packets or messages of a run and stores them in the run folder.
#pragma once
#include <boost/json/object.hpp>
#include <filesystem>
#include <string>

#include <aitb/api.hpp>
#include <aitb/emulator.hpp>
#include <aitb/task.hpp>

namespace aitb::inline v1 {

/// What a capture saw, with its own losses.
class AITB_API CaptureFact {
 public:
  CaptureFact();
  std::filesystem::path file;
  std::uint64_t packets = 0, bytes = 0, dropped = 0;
  boost::json::object details;
};

class AITB_API Capture {
 public:
  virtual ~Capture();
  /// [lane] Returns when packets are being seen; files go to `folder`.
  virtual task<> start(Path path, std::filesystem::path folder, std::string label) = 0;
  /// [lane] Ends it and tells what was seen. Called once for each start().
  virtual task<CaptureFact> stop() = 0;
};

}  // namespace aitb::inline v1
