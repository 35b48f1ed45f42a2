#include "net/response_parser.hpp"

#include <boost/beast/http/error.hpp>
#include <cstring>

#include "net/scratch.hpp"

namespace aitb::net {

namespace http = boost::beast::http;

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
