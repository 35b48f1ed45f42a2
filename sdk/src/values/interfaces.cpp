// Key functions of the SDK's interfaces: one vtable each, here, so that type identity holds across modules.
#include <aitb/capture.hpp>
#include <aitb/emulator.hpp>
#include <aitb/net.hpp>
#include <aitb/provider.hpp>
#include <aitb/scenario.hpp>
#include <aitb/simulator.hpp>
#include <aitb/sink.hpp>
#include <aitb/time.hpp>
#include <aitb/tokens.hpp>

namespace aitb::inline v1 {
namespace {

class NoTap final : public Tap {
 public:
  void connection(const ConnectionFact&) noexcept override {}
  void request_sent(Instant, Instant, std::size_t, std::size_t) noexcept override {}
  void arrived(const Arrival&) noexcept override {}
  void response_head(int, std::size_t) noexcept override {}
  void response_end(std::size_t) noexcept override {}
  void transport(const TransportFact&) noexcept override {}
};

}  // namespace

Tap& no_tap() noexcept {
  static NoTap tap;
  return tap;
}

Rhythm::~Rhythm() = default;
Clock::~Clock() = default;
Stream::~Stream() = default;
Net::~Net() = default;
HttpClient::~HttpClient() = default;
HttpResponse::Body::~Body() = default;
HttpServer::~HttpServer() = default;
Responder::~Responder() = default;
WebSocket::~WebSocket() = default;
Process::~Process() = default;
TokenCounter::~TokenCounter() = default;
Provider::~Provider() = default;
RealtimeSession::~RealtimeSession() = default;
Session::~Session() = default;
void Session::note(std::string, boost::json::value) {}
Scenario::~Scenario() = default;
Simulator::~Simulator() = default;
LinePeer::~LinePeer() = default;
Applied::~Applied() = default;
Emulator::~Emulator() = default;
Capture::~Capture() = default;
Sink::~Sink() = default;

ImageRequest::ImageRequest() = default;
RealtimeRequest::RealtimeRequest() = default;
ToolResult::ToolResult() = default;
SearchHit::SearchHit() = default;
ExchangeSpec::ExchangeSpec() = default;
ExchangeSpec::ExchangeSpec(std::string operation_, std::string model_, bool streaming_)
    : operation(std::move(operation_)), model(std::move(model_)), streaming(streaming_) {}
Reply::Reply() = default;
CaptureFact::CaptureFact() = default;
Path::Path() = default;
LinkProfile::LinkProfile() = default;
Deadlines::Deadlines() = default;
HttpOptions::HttpOptions() = default;
NetOptions::NetOptions() = default;
ListenOptions::ListenOptions() = default;
TlsIdentity::TlsIdentity() = default;
WsMessage::WsMessage() = default;
WsConnectRequest::WsConnectRequest() = default;
ServerRequest::ServerRequest() = default;
ProcessOptions::ProcessOptions() = default;

}  // namespace aitb::inline v1
