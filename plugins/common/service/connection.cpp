#include "service/connection.hpp"

#include <aitb/net.hpp>

namespace service {

aitb::FieldTable with_connection(std::vector<aitb::Field> own, Connection& c) {
  using aitb::field;
  own.push_back(
      field("ca_file", c.ca_file, "PEM file of the authorities to trust; empty: those of the system").path());
  own.push_back(
      field("verify_tls", c.verify_tls, "Check the server's certificate; switch off in tests only"));
  own.push_back(field("transport", c.transport, "HTTP client: beast, curl, or empty for the host's choice")
                    .choices({"", "beast", "curl"}));
  own.push_back(field("http2", c.http2, "Use HTTP/2 (transport curl only)"));
  own.push_back(field("proxy", c.proxy, "Proxy URL (transport curl only)"));
  return aitb::FieldTable(std::move(own));
}

std::unique_ptr<aitb::HttpClient> make_client(const Connection& connection, aitb::Context& context) {
  if (connection.transport == "beast" && connection.http2) {
    throw aitb::ConfigError("/http2", "transport beast speaks HTTP/1.1 only; use transport: curl for HTTP/2");
  }
  if (connection.transport == "beast" && !connection.proxy.empty()) {
    throw aitb::ConfigError("/proxy", "transport beast knows no proxies; use transport: curl");
  }
  aitb::HttpOptions http;
  http.transport = connection.transport;
  http.ca_file = connection.ca_file;
  http.verify = connection.verify_tls;
  http.http2 = connection.http2;
  http.proxy = connection.proxy;
  return context.net.http(std::move(http));
}

}  // namespace service
