#include "net/target.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

#include <aitb/error.hpp>

namespace aitb::net {
namespace {

[[noreturn]] void refuse(const std::string& url, const std::string& why) {
  throw Error(ErrorKind::config, "reading the URL '" + url + "': " + why);
}

}  // namespace

Target::Target(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed)
    refuse(url, "it is not an absolute URL like https://host/path (" + parsed.error().message() + ")");
  const boost::urls::url_view view = *parsed;
  const std::string scheme(view.scheme());
  tls = scheme == "https" || scheme == "wss";
  if (!tls && scheme != "http" && scheme != "ws") {
    refuse(url, "scheme '" + scheme + "' is not one of http, https, ws, wss");
  }
  if (view.has_userinfo()) refuse(url, "it holds a user name; give credentials in a header instead");
  host = view.host_address();
  if (host.empty()) refuse(url, "it names no host");
  const int usual = tls ? 443 : 80;
  port = usual;
  if (const std::string given(view.port()); !given.empty()) {
    const auto end = std::from_chars(given.data(), given.data() + given.size(), port);
    if (end.ec != std::errc() || port < 1 || port > 65535) {
      refuse(url, "its port '" + given + "' is not a number between 1 and 65535");
    }
  }
  authority = std::string(view.encoded_host());
  if (port != usual) authority += ":" + std::to_string(port);
  path = std::string(view.encoded_resource());
  if (const auto hash = path.find('#'); hash != std::string::npos) path.erase(hash);
  if (path.empty() || path.front() != '/') path.insert(0, 1, '/');
  origin = (tls ? "https://" : "http://") + host + ":" + std::to_string(port);
}

}  // namespace aitb::net
