// Inside libaitb: Beast's HTTP/1.1 parser, told to leave the body where it was read.
#pragma once
#include <boost/beast/http/basic_parser.hpp>
#include <string_view>

#include <aitb/http.hpp>

namespace aitb::net {

using boost::system::error_code;

/// One response. The body pieces that lie between chunk headers of one block are moved together inside that
/// block.
class ResponseParser final : public boost::beast::http::basic_parser<false> {
 public:
  explicit ResponseParser(bool bodiless);

  /// Parses a block; returns how many bytes were used. The rest must come again in front of what follows,
  /// unless the message is over. `ec`: the peer's mistake.
  std::size_t feed(char* data, std::size_t size, error_code& ec);
  /// Body bytes of the last feed(), inside its block.
  std::string_view body() const noexcept { return {body_, body_size_}; }
  void drop_body() noexcept { body_size_ = 0; }

  int status() const noexcept { return status_; }
  Headers& headers() noexcept { return headers_; }
  /// Bytes of all heads so far, and of the body with its framing.
  std::size_t head_bytes() const noexcept { return head_bytes_; }
  std::size_t body_bytes() const noexcept { return body_bytes_; }

 private:
  using string_view = boost::beast::string_view;
  void on_request_impl(boost::beast::http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int code, string_view, int, error_code&) override { status_ = code; }
  void on_field_impl(boost::beast::http::field, string_view name, string_view value, error_code&) override;
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view piece, error_code&) override { return take(piece); }
  void on_chunk_header_impl(std::uint64_t size, string_view, error_code&) override {
    chunk_left_ = size;
    between_chunks_ = false;
  }
  std::size_t on_chunk_body_impl(std::uint64_t left, string_view piece, error_code&) override;
  void on_finish_impl(error_code&) override {}

  std::size_t take(string_view piece) noexcept;
  std::size_t take_chunk(char* data, std::size_t size) noexcept;

  Headers headers_;
  char* block_ = nullptr;
  char* body_ = nullptr;
  std::size_t body_size_ = 0;
  std::size_t head_bytes_ = 0, body_bytes_ = 0;
  std::uint64_t chunk_left_ = 0;
  int status_ = 0;
  bool between_chunks_ = false;  // Beast has had all of one, and none of the line end behind it
};

}  // namespace aitb::net
