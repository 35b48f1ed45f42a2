#include "net/response_parser.hpp"

#include <boost/beast/http/error.hpp>
#include <cstring>

#include "net/scratch.hpp"

namespace aitb::net {

namespace http = boost::beast::http;

namespace {
constexpr std::size_t last_chunk = 5;  // "0\r\n\r\n"
}

ResponseParser::ResponseParser(bool bodiless) {
  skip(bodiless);
  header_limit(Scratch::size / 2);
  body_limit(boost::none);
}

std::size_t ResponseParser::feed(char* data, std::size_t size, error_code& ec) {
  block_ = data;
  body_size_ = 0;
  std::size_t used = 0;
  ec = {};
  while (used < size && !is_done()) {
    const bool in_head = !is_header_done();
    // Beast takes for granted that a last chunk comes with its line ends; at least this much always follows.
    if (!in_head && chunked() && chunk_left_ == 0 && size - used < last_chunk) break;
    const std::size_t count = put(boost::asio::const_buffer(data + used, size - used), ec);
    used += count;
    (in_head ? head_bytes_ : body_bytes_) += count;
    if (ec) break;
    eager(true);  // what follows the head in one go
  }
  if (ec == http::error::need_more) ec = {};
  return used;
}

void ResponseParser::on_field_impl(http::field, string_view name, string_view value, error_code&) {
  if (!is_header_done()) headers_.add(std::string(name), std::string(value));
}

std::size_t ResponseParser::on_chunk_body_impl(std::uint64_t left, string_view piece, error_code&) {
  chunk_left_ = left - piece.size();
  return take(piece);
}

std::size_t ResponseParser::take(string_view piece) noexcept {
  char* const here = block_ + (piece.data() - block_);
  if (body_size_ == 0) {
    body_ = here;
  } else if (body_ + body_size_ != here) {
    std::memmove(body_ + body_size_, here, piece.size());
  }
  body_size_ += piece.size();
  return piece.size();
}

}  // namespace aitb::net
