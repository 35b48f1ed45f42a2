// A server that speaks a provider's protocol, for runs without keys and for other people's clients.
#pragma once
#include <string>
#include <string_view>

#include <aitb/api.hpp>
#include <aitb/context.hpp>
#include <aitb/http_server.hpp>

namespace aitb::inline v1 {

/// Made once per serving lane from its options (`struct Options`, `fields`, constructor `(Options,
/// Context&)`). The host owns the listener, TLS and lanes; the simulator answers through its faces
/// (HttpService and later ones).
class AITB_API Simulator {
 public:
  virtual ~Simulator();
  /// [lane] HttpService::id, or ids of later faces; nullptr when not offered.
  virtual void* face(std::string_view id) noexcept = 0;
  /// [lane] What a client must append to the listener's URL to get the base URL of the real service ("/v1").
  virtual std::string base_path() const = 0;
  /// [lane] A key that the simulator accepts; empty if it asks for none.
  virtual std::string key() const = 0;
};

}  // namespace aitb::inline v1
