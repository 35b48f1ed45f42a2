// Turns request bytes into a ServerRequest, over Beast's push parser.
#pragma once
#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <string_view>

#include <aitb/http_server.hpp>

namespace aitb::net {

/// What makes a request unanswerable by the service: the status to send and a sentence for its body.
class RequestFault {
 public:
  RequestFault() = default;
  RequestFault(int status_, std::string message_) : status(status_), message(std::move(message_)) {}
  int status = 0;  ///< 0: no fault
  std::string message;
};

/// Parses one request; `request` and the parser live as long as each other.
class AITB_API RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  static constexpr std::size_t max_head = 64u << 10;

  RequestParser(ServerRequest& request, std::size_t max_body);
  /// Takes what it can from `bytes` and returns how much; the rest must be offered again with more behind it.
  std::size_t feed(std::string_view bytes);
  const RequestFault& fault() const noexcept { return fault_; }
  bool begun() const noexcept { return begun_; }
  bool http10() const noexcept { return version_ == 10; }
  /// True once, when the head asks for "100 Continue" before its body.
  bool take_continue() noexcept;

 private:
  using error_code = boost::system::error_code;
  using field = boost::beast::http::field;
  using view = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, view method, view target, int version, error_code&) override;
  void on_response_impl(int, view, int, error_code&) override {}
  void on_field_impl(field name, view name_text, view value, error_code&) override;
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override;
  std::size_t on_body_impl(view body, error_code&) override;
  void on_chunk_header_impl(std::uint64_t, view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t remain, view body, error_code&) override;
  void on_finish_impl(error_code&) override {}
  void refuse(const error_code& ec);

  ServerRequest& request_;
  RequestFault fault_;
  std::size_t max_body_;
  int version_ = 11;
  bool begun_ = false, continue_ = false, host_ = false, upgrade_ = false;
};

/// [any] Splits "/a%20b?x=1" into decoded path and raw query. False if the target is no path.
AITB_API bool split_target(ServerRequest& request);
/// [any] Percent decoding; with `plus`, '+' is a space (query values). Wrong escapes stay as they are.
AITB_API std::string percent_decoded(std::string_view text, bool plus);

}  // namespace aitb::net
