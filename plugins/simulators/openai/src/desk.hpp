// What all endpoints of the simulated service need: options, models, keys, limits, faults, script.
#pragma once
#include <aitb/context.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

#include <sim_kit/stage.hpp>
#include "answer.hpp"
#include "api_error.hpp"
#include "dialect.hpp"
#include "models.hpp"
#include "options.hpp"

namespace openai_simulator {

inline constexpr std::string_view kInvalid = "invalid_request_error";
inline constexpr std::string_view kHex = "0123456789abcdef";

/// Owned by the simulator; one a lane. Refusals are thrown as ApiError.
class Desk {
 public:
  Desk(Options options, aitb::Context& context);

  /// The key that was sent, after injected errors had their turn.
  std::string_view admit(const aitb::ServerRequest& request);
  static void expect_method(const aitb::ServerRequest& request, std::string_view allowed,
                            aitb::Headers& headers);
  /// The body as a JSON object.
  static boost::json::object read_body(const aitb::ServerRequest& request);
  static ApiError not_json();
  ApiError no_model(std::string_view model) const;
  /// What the script says, if it is no error.
  const sim_kit::Do* follow_script(const sim_kit::Ask& ask);
  /// Takes `tokens` from the key's limits.
  void limit(const aitb::ServerRequest& request, std::string_view key, std::int64_t tokens,
             aitb::Headers& headers);
  std::int64_t count(std::string_view text, std::string_view model) const;
  std::int64_t now_sec(const aitb::ServerRequest& request);
  std::string id(std::string_view prefix, std::size_t digits);
  /// What the service's build is called for a model: the same for the same seed.
  const std::string& fingerprint(std::string_view model);

  const Options options;
  const Dialect dialect;
  const Models models;
  sim_kit::Stage stage;

 private:
  std::string fingerprint_model_, fingerprint_;  ///< the last one: most requests name the same model
};

}  // namespace openai_simulator
