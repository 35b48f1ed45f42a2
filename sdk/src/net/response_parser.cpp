#include "net/response_parser.hpp"

#include <boost/beast/http/error.hpp>
#include <cstring>

#include "net/scratch.hpp"

namespace aitb::net {

namespace http = boost::beast::http;

namespace {
constexpr std::size_t last_chunk = 5;  // "0\r\n\r\n"

// Of a hexadecimal digit; 16 for any other byte.
constexpr unsigned digit(char c) noexcept {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return 16;
}
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
    if (between_chunks_) {
      if (const std::size_t count = take_chunk(data + used, size - used); count != 0) {
        used += count;
        body_bytes_ += count;
        continue;
      }
    }
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
  between_chunks_ = chunk_left_ == 0;
  return take(piece);
}

// Streams are many small chunks, and Beast takes five times the instructions for each. It takes only what
// Beast would read in the same way: a whole chunk without extensions, from the line end behind the last one.
// Gives its size; 0: leave it to Beast, who notices nothing, since the line end behind this chunk is not
// taken.
std::size_t ResponseParser::take_chunk(char* data, std::size_t size) noexcept {
  constexpr std::size_t most_digits = 7;
  if (size < 2 || data[0] != '\r' || data[1] != '\n') return 0;
  std::size_t at = 2, length = 0;
  for (; at < size && at < 2 + most_digits && digit(data[at]) < 16; ++at)
    length = length * 16 + digit(data[at]);
  if (at == 2 || length == 0 || size - at < 2 || data[at] != '\r' || data[at + 1] != '\n') return 0;
  at += 2;
  if (size - at < length) return 0;
  take(string_view(data + at, length));
  return at + length;
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
