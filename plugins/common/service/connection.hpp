// How a service is reached: the options that every provider of a web service has.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/http.hpp>

namespace service {

struct Connection {
  std::string ca_file, proxy, transport;
  bool verify_tls = true;
  bool http2 = false;
};

/// `own` with the fields of `connection` behind it.
aitb::FieldTable with_connection(std::vector<aitb::Field> own, Connection& connection);
/// Throws ConfigError for options that contradict each other.
std::unique_ptr<aitb::HttpClient> make_client(const Connection& connection, aitb::Context& context);

/// A list of fields that can be extended; Field only moves.
template <class... Fields>
std::vector<aitb::Field> field_list(Fields... each) {
  std::vector<aitb::Field> all;
  all.reserve(sizeof...(each) + 8);
  (all.push_back(std::move(each)), ...);
  return all;
}

}  // namespace service
