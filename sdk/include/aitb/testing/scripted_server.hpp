// A TCP server on loopback that does exactly what its script says, however wrong: for tables of faults.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <aitb/time.hpp>

namespace aitb::inline v1::testing {

/// What happens on one accepted connection, step by step; after the last step it is closed.
class Script {
 public:
  /// Reads a whole HTTP request: its head and as many bytes as its Content-Length says.
  Script& receive_request();
  /// Reads until at least `bytes` have come.
  Script& receive(std::size_t bytes);
  Script& send(std::string bytes);
  /// Pieces of `size` bytes, each in its own segment.
  Script& send_split(std::string bytes, std::size_t size);
  /// Does nothing until the client goes away.
  Script& stall();
  /// Cuts the connection by a TCP reset.
  Script& reset();
  /// Ends our direction; the client's stays open until it closes.
  Script& close();
  /// A TLS alert record, fatal, of this description (40: handshake_failure).
  Script& tls_alert(unsigned char description);

 private:
  friend class ScriptedServer;
  enum class Act { receive_request, receive, send, stall, reset, close };
  class Step {
   public:
    Step(Act act_, std::string bytes_, std::size_t size_)
        : act(act_), bytes(std::move(bytes_)), size(size_) {}
    Act act;
    std::string bytes;
    std::size_t size;
  };
  Script& add(Act act, std::string bytes = {}, std::size_t size = 0);
  std::vector<Step> steps_;
};

/// Runs in threads of its own until destroyed. The n-th connection follows the n-th script, all further ones
/// the last.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::vector<Script> scripts);
  explicit ScriptedServer(Script script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  int port() const noexcept;
  /// "http://127.0.0.1:N"
  std::string url(std::string scheme = "http") const;
  /// [any] What came in on each connection so far.
  std::vector<std::string> received() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A port of 127.0.0.1 on which nobody listens.
int refused_port();

}  // namespace aitb::inline v1::testing
