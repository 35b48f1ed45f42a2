// Inside libaitb: the factories by which net.cpp reaches servers, WebSockets, processes and the curl
// transport.
#pragma once
#include <memory>
#include <string>

#include <aitb/http.hpp>
#include <aitb/http_server.hpp>
#include <aitb/log.hpp>
#include <aitb/process.hpp>
#include <aitb/stream.hpp>
#include <aitb/websocket.hpp>

namespace aitb::net {

/// Throws Error(connect) when the port cannot be had, Error(tls) for an unreadable identity.
AITB_API std::unique_ptr<HttpServer> listen_http(Executor executor, Clock& clock, Log& log,
                                                 ListenOptions options, HttpService& service,
                                                 const std::string& key_log);

/// The client's handshake over a stream that is already dialled (TLS included). The tap is watched from the
/// start.
AITB_API task<std::unique_ptr<WebSocket>> connect_websocket(std::unique_ptr<Stream> stream,
                                                            WsConnectRequest request, Clock& clock, Tap& tap);

/// Throws Error(config) when the program cannot be started.
AITB_API std::unique_ptr<Process> start_process(Executor executor, Clock& clock, Log& log,
                                                ProcessOptions options);

/// HttpClient on libcurl's multi interface, driven by the lane's io_context.
AITB_API std::unique_ptr<HttpClient> make_curl_client(asio::io_context& lane, Clock& clock, Log& log,
                                                      HttpOptions options, const std::string& key_log);

}  // namespace aitb::net
