// A server behind a URL: Streamable HTTP, or the older HTTP with SSE where the server knows only that.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>

#include <list>
#include <memory>
#include <string>

#include "options.hpp"
#include "service/summing_tap.hpp"
#include "wire.hpp"

namespace mcp {

/// The server has forgotten our session: the handshake must be done again.
class SessionLost : public aitb::Error {
 public:
  explicit SessionLost(const std::string& name)
      : Error(aitb::ErrorKind::protocol, "talking to MCP server " + name + ": it has ended our session") {}
};

/// What runs in the background keeps it alive.
class HttpWire final : public Wire, public std::enable_shared_from_this<HttpWire> {
 public:
  HttpWire(std::string url, const ServerEntry& entry, const Options& options, aitb::Context& context,
           Inbox& inbox);

  aitb::task<> send(std::string text, std::shared_ptr<Pending> pending) override;
  void post(std::string text) override;
  void agreed(std::string_view revision) override;
  aitb::task<> close() override;
  void abandon() noexcept override;
  bool has_deadlines() const noexcept override { return !legacy_; }

 private:
  /// What a read event stream leaves behind.
  class StreamState {
   public:
    std::string last_id;
    aitb::Duration retry = std::chrono::seconds(1);
  };

  aitb::HttpRequest request(std::string method, std::string body) const;
  aitb::task<> send_post(std::string text, std::shared_ptr<Pending> pending);
  aitb::task<> take_answer(aitb::HttpResponse response, std::shared_ptr<Pending> pending,
                           service::SummingTap& tap);
  aitb::task<> resume(std::shared_ptr<Pending> pending, StreamState& state, service::SummingTap& tap);
  /// Reads events until the stream ends or `pending` is settled; nullptr: until the end.
  aitb::task<> read_events(aitb::HttpResponse& response, StreamState& state, std::shared_ptr<Pending> pending,
                           bool measured);
  aitb::task<> listen();
  aitb::task<> open_legacy();
  aitb::task<> follow_legacy(std::shared_ptr<aitb::HttpResponse> response);
  aitb::task<> post_quietly(std::string text);
  aitb::Running background(aitb::task<> work);
  void deliver(std::string_view text, const aitb::Arrival* arrival);
  aitb::Error refused(int status, const aitb::Headers& headers, const std::string& body) const;

  std::string url_, name_, session_, revision_;
  ServerEntry entry_;
  bool listens_, legacy_ = false, fresh_ = true;
  aitb::Duration timeout_;
  aitb::Executor executor_;
  aitb::Clock& clock_;
  aitb::Log& log_;
  Inbox* inbox_;  // nullptr once abandoned
  std::unique_ptr<aitb::HttpClient> client_;
  aitb::Signal endpoint_known_;
  aitb::Running listener_;
  std::list<aitb::Running> posts_;
};

}  // namespace mcp
