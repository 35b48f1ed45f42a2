#include "service/url.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url.hpp>

#include <aitb/error.hpp>

namespace service {
namespace {

boost::urls::url parsed(std::string_view base) {
  const auto url = boost::urls::parse_uri(base);
  if (!url)
    throw aitb::ConfigError("/base_url", "'" + std::string(base) + "' is not an absolute http(s) URL");
  return boost::urls::url(*url);
}

}  // namespace

std::string endpoint_url(std::string_view base, std::string_view path,
                         const std::map<std::string, std::string>& query) {
  boost::urls::url url = parsed(base);
  std::string whole(url.encoded_path());
  while (!whole.empty() && whole.back() == '/') whole.pop_back();
  url.set_encoded_path(whole.append(path));
  for (const auto& [name, value] : query) url.params().append({name, value});
  return std::string(url.buffer());
}

std::string encoded(std::string_view text) {
  return boost::urls::encode(text, boost::urls::unreserved_chars);
}

std::string service_name(std::string_view base) { return std::string(parsed(base).encoded_host_and_port()); }

}  // namespace service
