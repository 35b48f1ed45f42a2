// A model that looks at a screen and says what to do with mouse and keyboard, one step at a time.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/exchange.hpp>
#include <aitb/task.hpp>

namespace aitb::inline v1 {

/// What the screen looked like after the actions of one call.
class AITB_API ComputerOutput {
 public:
  ComputerOutput();
  ComputerOutput(std::string call_id, std::string screenshot_png);
  std::string call_id;
  std::string screenshot;                         ///< PNG bytes, raw
  std::string current_url;                        ///< of a browser, if known
  boost::json::array acknowledged_safety_checks;  ///< those of the call's that the user's policy accepts
};

class AITB_API ComputerRequest {
 public:
  ComputerRequest();
  std::string model;
  int display_width = 1024, display_height = 768;
  std::string environment = "browser";  ///< "browser", "windows", "mac", "ubuntu", "linux"
  std::string instructions;             ///< the task; on the first step (and for what the user says later)
  std::string system;                   ///< lasting instructions, "" none
  std::string previous_response_id;     ///< empty on the first step
  std::vector<ComputerOutput> outputs;  ///< one for each call of the reply before
  boost::json::object extra;            ///< sent as they are, for fields that the SDK does not name
};

/// One call of the model: what to do, in this order; answered by one ComputerOutput of the same id.
class AITB_API ComputerCall {
 public:
  ComputerCall();
  std::string call_id;
  std::vector<boost::json::object> actions;  ///< {type: click, x, y, button}, {type: type, text}, …
  boost::json::array pending_safety_checks;  ///< [{id, code, message}]; must be acknowledged to go on
};

class AITB_API ComputerReply {
 public:
  ComputerReply();
  std::string response_id;          ///< previous_response_id of the next step
  std::string status;               ///< "completed", "incomplete", …, as the service says it
  std::vector<ComputerCall> calls;  ///< none: the task is over
  std::string text;                 ///< what the model said; the answer when there are no calls
  std::string reasoning;
};

class AITB_API Computer {
 public:
  static constexpr std::string_view id = "aitb.computer/1";
  /// [lane] One request and its response. Text, reasoning, actions (as tool calls) and usage go to `out` too.
  /// Throws Error.
  virtual task<ComputerReply> step(ComputerRequest request, Exchange& out) = 0;

 protected:
  ~Computer() = default;
};

}  // namespace aitb::inline v1
