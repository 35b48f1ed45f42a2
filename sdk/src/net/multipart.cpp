#include <openssl/rand.h>

#include <aitb/http.hpp>

namespace aitb::inline v1 {
namespace {

// Quotes and line breaks inside a quoted field, as the HTML standard's form encoding writes them.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') {
      out += "%22";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

Multipart::Multipart() : boundary_("aitb-") {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1)
    throw Error(ErrorKind::internal, "drawing a multipart boundary failed");
  for (const unsigned char byte : bytes) {
    boundary_ += "0123456789abcdef"[byte >> 4];
    boundary_ += "0123456789abcdef"[byte & 15];
  }
}

void Multipart::field(std::string_view name, std::string_view value) {
  body_.append("--")
      .append(boundary_)
      .append("\r\nContent-Disposition: form-data; name=")
      .append(quoted(name));
  body_.append("\r\n\r\n").append(value).append("\r\n");
}

void Multipart::file(std::string_view name, std::string_view filename, std::string_view type,
                     std::string_view bytes) {
  body_.append("--")
      .append(boundary_)
      .append("\r\nContent-Disposition: form-data; name=")
      .append(quoted(name));
  body_.append("; filename=").append(quoted(filename)).append("\r\nContent-Type: ").append(type);
  body_.append("\r\n\r\n").append(bytes).append("\r\n");
}

std::string Multipart::content_type() const { return "multipart/form-data; boundary=" + boundary_; }

std::string Multipart::finish() {
  body_.append("--").append(boundary_).append("--\r\n");
  return std::exchange(body_, std::string());
}

}  // namespace aitb::inline v1
