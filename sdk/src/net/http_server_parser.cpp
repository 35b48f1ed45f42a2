#include "net/http_server_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include <algorithm>

namespace aitb::net {

namespace http = boost::beast::http;

namespace {

constexpr std::size_t last_chunk = 5;  // "0\r\n\r\n"

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::string percent_decoded(std::string_view text, bool plus) {
  const bool as_it_is = text.find('%') == text.npos && (!plus || text.find('+') == text.npos);
  if (as_it_is) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
      i += 2;
    } else {
      out.push_back(plus && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

bool split_target(ServerRequest& request) {
  std::string_view target = request.target;
  if (target.starts_with("http://") || target.starts_with("https://")) {  // absolute form, as for proxies
    const auto slash = target.find('/', target.find("://") + 3);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  if (target != "*" && !target.starts_with('/')) return false;
  const auto mark = target.find('?');
  request.path = percent_decoded(target.substr(0, mark), false);
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  return true;
}

RequestParser::RequestParser(ServerRequest& request, std::size_t max_body)
    : request_(request), max_body_(max_body) {
  eager(true);
  header_limit(max_head);
  body_limit(max_body);
}

std::size_t RequestParser::feed(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && !is_done()) {
    // Beast takes for granted that a last chunk comes with its line ends; at least this much always follows.
    if (is_header_done() && chunked() && bytes.size() - used < last_chunk) break;
    error_code ec;
    begun_ = true;
    const std::size_t taken = put(asio::buffer(bytes.substr(used)), ec);
    used += taken;
    if (ec == http::error::need_more || (!ec && taken == 0)) break;
    if (ec) {
      refuse(ec);
      return used;
    }
  }
  if (!is_done()) return used;
  request_.upgrade = upgrade_ && upgrade();
  if (!host_ && version_ == 11) fault_ = RequestFault(400, "The request has no Host field.");
  if (!split_target(request_)) fault_ = RequestFault(400, "The request target is neither a path nor a URL.");
  return used;
}

bool RequestParser::take_continue() noexcept {
  const bool asked = continue_ && is_header_done() && !is_done();
  if (asked) continue_ = false;
  return asked;
}

void RequestParser::on_request_impl(http::verb, view method, view target, int version, error_code&) {
  version_ = version;
  request_.method.assign(method.data(), method.size());
  request_.target.assign(target.data(), target.size());
}

void RequestParser::on_field_impl(field name, view name_text, view value, error_code&) {
  if (name == field::host) host_ = true;
  if (name == field::expect) continue_ = boost::beast::iequals(value, "100-continue");
  if (name == field::upgrade) upgrade_ = http::token_list(value).exists("websocket");
  request_.headers.add_copy(name_text, value);
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) {
  // A claimed length is not yet a received one: memory follows the bytes beyond the first MiB.
  if (length) request_.body.reserve(std::min<std::uint64_t>(*length, 1u << 20));
}

std::size_t RequestParser::on_body_impl(view body, error_code&) {
  request_.body.append(body.data(), body.size());
  return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, view body, error_code& ec) {
  if (request_.body.size() + body.size() > max_body_) {
    ec = http::error::body_limit;
    return 0;
  }
  request_.body.append(body.data(), body.size());
  return body.size();
}

void RequestParser::refuse(const error_code& ec) {
  if (ec == http::error::header_limit) {
    fault_ = RequestFault(431, "The request head is larger than 64 KiB.");
  } else if (ec == http::error::body_limit) {
    fault_ = RequestFault(413, "The request body is larger than " + std::to_string(max_body_) + " bytes.");
  } else if (ec == http::error::bad_version) {
    fault_ = RequestFault(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
  } else {
    fault_ = RequestFault(400, "The request is not HTTP/1.1: " + ec.message() + ".");
  }
}

}  // namespace aitb::net
