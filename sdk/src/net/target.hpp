// Inside libaitb: where a URL leads.
#pragma once
#include <string>

namespace aitb::net {

class Target {
 public:
  /// http, https, ws or wss; throws Error(config) naming what is wrong with the URL.
  explicit Target(const std::string& url);

  bool tls = false;
  std::string host;  ///< without the brackets of IPv6
  int port = 0;
  std::string authority;  ///< for the Host field: the port only where it is not the scheme's own
  std::string path;       ///< path and query, never empty
  std::string origin;     ///< equal for targets that may share a connection
};

}  // namespace aitb::net
