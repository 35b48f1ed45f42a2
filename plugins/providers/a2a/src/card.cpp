#include "card.hpp"

#include "service/json_read.hpp"

namespace a2a {

using aitb::Error;
using aitb::ErrorKind;

std::string rpc_url(const boost::json::value& card, const std::string& service) {
  const boost::json::object* fields = card.if_object();
  if (fields == nullptr)
    throw Error(ErrorKind::protocol, "the agent card of " + service + " is no JSON object");
  const std::string_view url = service::text_at(*fields, "url");
  const std::string_view preferred = service::text_at(*fields, "preferredTransport");
  if (!url.empty() && (preferred.empty() || preferred == "JSONRPC")) return std::string(url);
  std::string offered(preferred);
  if (const boost::json::array* more = service::array_at(*fields, "additionalInterfaces")) {
    for (const boost::json::value& one : *more) {
      if (!one.is_object()) continue;
      const std::string_view transport = service::text_at(one.get_object(), "transport");
      const std::string_view where = service::text_at(one.get_object(), "url");
      if (transport == "JSONRPC" && !where.empty()) return std::string(where);
      offered.append(offered.empty() ? "" : ", ").append(transport);
    }
  }
  if (offered.empty()) {
    throw Error(ErrorKind::protocol,
                "the agent card of " + service + " has no url; is it a card of A2A 0.3?");
  }
  throw Error(ErrorKind::unsupported, "the agent at " + service + " offers " + offered + ", but not JSONRPC");
}

}  // namespace a2a
