// Decides whether a request is answered with an injected error.
#pragma once
#include <aitb/context.hpp>
#include <aitb/http_server.hpp>
#include <aitb/random.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sim_kit/options.hpp>

namespace sim_kit {

/// An error that was asked for, in no service's words.
class Fault {
 public:
  Fault(int http_status, std::string error_code, std::optional<double> wait)
      : status(http_status), code(std::move(error_code)), retry_after(wait) {}
  int status;
  std::string code;
  std::optional<double> retry_after;
  std::string message;  ///< empty: the usual one
};

/// `every` counts the requests of all lanes.
class FaultRules {
 public:
  FaultRules(const Options& options, aitb::Context& context);
  std::optional<Fault> check(const aitb::Headers& headers);

 private:
  const std::vector<ErrorRule>& rules_;
  bool allow_header_;
  aitb::Random random_;
  std::shared_ptr<std::vector<std::atomic<std::uint64_t>>> seen_;
};

/// What requests a lane alone draws from: `stream` itself on the first lane, a stream of its own elsewhere.
aitb::Random of_lane(const aitb::Random& stream, int lane);

}  // namespace sim_kit
