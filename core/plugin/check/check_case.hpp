// check.yaml: what a provider's service would answer on the wire, and what must then be recorded.
#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include <aitb/message.hpp>
#include <aitb/record.hpp>

#include "core/plugin/check/workbench.hpp"

namespace aitb::core::check {

class CheckCase {
 public:
  std::string name;
  ChatRequest request;
  std::string response;         ///< HTTP response, head and body
  boost::json::object sends;    ///< method, path, body (a subset) that the request must have
  boost::json::object expects;  ///< members of the record, see difference()
};

/// One document: `options` (over the sample's; ${SERVER} is the server's URL) and `cases`.
class CheckFile {
 public:
  boost::json::object options;
  std::vector<CheckCase> cases;
};

/// nullopt: the plugin brings no check.yaml for this component. Throws Error(config) where it cannot be
/// understood.
std::optional<CheckFile> check_file_of(const Subject& subject, const AitbPlugin& plugin);

/// A response of HTTP/1.1 that ends with its connection; `with_length`: and tells its length before.
std::string http_response(int status, const boost::json::object& headers, const std::string& body,
                          bool with_length = true);

/// What the record and the reply of a chat have that `expects` names: "" or the first difference. Known
/// members: text, reasoning, refusal, finish_reason, response_id, model, tool_calls (name, arguments), usage
/// (input, output, total, cached_input, reasoning), done, chunks (those with generated payload).
std::string difference(const boost::json::object& expects, const Record& record, const Reply& reply);
/// True if every member of `part` is in `whole` with an equal value, at every depth.
bool contains(const boost::json::value& whole, const boost::json::value& part);

}  // namespace aitb::core::check
