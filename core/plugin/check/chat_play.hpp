// One chat of a provider with the scripted server, from its making to its record.
#pragma once
#include <optional>

#include "core/plugin/check/check_case.hpp"
#include "core/plugin/check/wire_server.hpp"

namespace aitb::core::check {

class Played {
 public:
  bool hung = false;
  std::optional<Error> error;  ///< what send() threw
  Record record;
  Reply reply;
  std::string log;
  std::vector<WireRequest> requests;
  bool cancelled_in_time = false;  ///< the cancel was asked for before send() had ended
};

class PlayOptions {
 public:
  std::optional<std::size_t> cancel_after;  ///< handlers that the lane runs before cancelling
};

/// Makes the provider anew with the check file's options, sends the case's request, serves it by `plan`.
Played play(Workbench& bench, const Subject& subject, const CheckFile& file, const CheckCase& one,
            WirePlan plan, const PlayOptions& options = {});

}  // namespace aitb::core::check
