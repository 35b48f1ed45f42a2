// A server that speaks a provider's protocol, for runs without keys and for other people's clients.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <aitb/api.hpp>
#include <aitb/context.hpp>
#include <aitb/http_server.hpp>
#include <aitb/task.hpp>

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

/// The other end of a pipe: a program that started us and talks in lines. Owned by the host. [lane]
class AITB_API LinePeer {
 public:
  virtual ~LinePeer();
  /// One line of input without its end; nullopt when the peer has closed it.
  virtual task<std::optional<std::string>> read_line() = 0;
  /// All of `bytes`; calls must not overlap.
  virtual task<> write(std::string bytes) = 0;
};

/// The face by which a simulator serves one peer over standard input and output.
class AITB_API LineService {
 public:
  static constexpr std::string_view id = "aitb.line-service/1";
  /// [lane] Returns after the peer has closed its end and everything is answered.
  virtual task<> serve(LinePeer& peer) = 0;

 protected:
  ~LineService() = default;
};

}  // namespace aitb::inline v1
