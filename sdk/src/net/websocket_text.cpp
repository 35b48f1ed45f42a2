#include "net/websocket_text.hpp"

#include <fmt/core.h>
#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace aitb::net {

namespace websocket = boost::beast::websocket;
namespace asio = boost::asio;

WebSocketTarget::WebSocketTarget(std::string_view url) {
  const auto scheme_end = url.find("://");
  const std::string_view scheme = url.substr(0, scheme_end == std::string_view::npos ? 0 : scheme_end);
  const bool secure = scheme == "wss" || scheme == "https";
  if (!secure && scheme != "ws" && scheme != "http") {
    throw Error(
        ErrorKind::config,
        fmt::format("opening a WebSocket: '{}' is no WebSocket URL; it begins with ws:// or wss://", url));
  }
  std::string_view rest = url.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find('#'));
  const auto slash = rest.find_first_of("/?");
  std::string_view authority = rest.substr(0, slash);
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  const std::string_view usual = secure ? ":443" : ":80";
  if (authority.ends_with(usual)) authority.remove_suffix(usual.size());
  host = authority;
  path = slash == std::string_view::npos ? "/" : rest.substr(slash);
  if (path.starts_with('?')) path.insert(0, "/");
  shown = fmt::format("{}://{}{}", scheme, authority, std::string_view(path).substr(0, path.find('?')));
}

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all.append(all.empty() ? "" : ", ").append(name);
  return all;
}

void check_subprotocol(std::string_view chosen, const std::vector<std::string>& offered,
                       std::string_view shown) {
  if (chosen.empty() || std::find(offered.begin(), offered.end(), chosen) != offered.end()) return;
  throw Error(
      ErrorKind::protocol,
      fmt::format(
          "opening the WebSocket {}: the server chose the subprotocol '{}', which was not offered ({})",
          shown, chosen, offered.empty() ? "none was" : joined(offered)));
}

Error declined(std::string_view url, int status, const Headers& headers, std::string_view body) {
  std::string message(body.substr(0, 500));
  std::string code;
  boost::system::error_code ec;
  const boost::json::value json = boost::json::parse(body, ec);
  if (!ec && json.is_object()) {
    const boost::json::value* const inner = json.as_object().if_contains("error");
    const boost::json::object& fields =
        inner != nullptr && inner->is_object() ? inner->as_object() : json.as_object();
    if (const auto* text = fields.if_contains("message"); text != nullptr && text->is_string())
      message = text->as_string();
    if (const auto* text = fields.if_contains("code"); text != nullptr && text->is_string())
      code = text->as_string();
  }
  while (!message.empty() && (message.back() == '\n' || message.back() == '\r')) message.pop_back();
  return http_error(status, headers, WebSocketTarget(url).shown, message, code);
}

void throw_websocket_error(const boost::system::error_code& ec, std::string_view attempted) {
  if (ec == asio::error::operation_aborted) throw boost::system::system_error(ec, std::string(attempted));
  if (ec == boost::beast::error::timeout) {
    throw Error(ErrorKind::timeout,
                fmt::format("{}: the peer did not answer within the first_byte deadline", attempted));
  }
  if (ec == asio::error::eof || ec == asio::error::connection_reset || ec == asio::error::broken_pipe ||
      ec == websocket::error::closed) {
    throw Error(ErrorKind::protocol, fmt::format("{}: the connection was dropped without a close frame ({})",
                                                 attempted, ec.message()));
  }
  const bool http = ec.category() == make_error_code(boost::beast::http::error::bad_version).category();
  if (http || ec.category() == make_error_code(websocket::error::closed).category()) {
    throw Error(ErrorKind::protocol, fmt::format("{}: {}", attempted, ec.message()));
  }
  throw as_error(std::make_exception_ptr(boost::system::system_error(ec)), attempted);
}

TransportFact transport_since(const TransportFact& base, TransportFact now) {
  using Count = std::optional<std::uint64_t>;
  const auto since = [](Count& value, const Count& before) {
    if (value && before) *value -= *before;
  };
  now.sent_offset = base.sent;
  now.received_offset = base.received;
  now.sent -= base.sent;
  now.received -= base.received;
  since(now.segments_out, base.segments_out);
  since(now.segments_in, base.segments_in);
  since(now.data_segments_out, base.data_segments_out);
  since(now.data_segments_in, base.data_segments_in);
  since(now.retransmits, base.retransmits);
  return now;
}

}  // namespace aitb::net
