// A face that only these tests know: everything that must cross the border between two modules.
#pragma once
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/error.hpp>
#include <functional>
#include <string>

#include <aitb/provider.hpp>

namespace boundary {

/// Error codes whose categories have no id: equal only where both modules see one object.
enum class Code { eof, not_found, tls_truncated, beast_timeout, end_of_stream, closed, aborted };
inline constexpr Code all_codes[] = {Code::eof,           Code::not_found,     Code::tls_truncated,
                                     Code::beast_timeout, Code::end_of_stream, Code::closed,
                                     Code::aborted};

/// Compiled into each module, so that each makes the code itself.
inline boost::system::error_code code_of(Code which) {
  switch (which) {
    case Code::eof:
      return boost::asio::error::eof;
    case Code::not_found:
      return boost::asio::error::host_not_found;
    case Code::tls_truncated:
      return boost::asio::ssl::error::stream_truncated;
    case Code::beast_timeout:
      return boost::beast::error::timeout;
    case Code::end_of_stream:
      return boost::beast::http::error::end_of_stream;
    case Code::closed:
      return boost::beast::websocket::error::closed;
    case Code::aborted:
      return boost::asio::error::operation_aborted;
  }
  return {};
}

class Crossing {
 public:
  static constexpr std::string_view id = "boundary.crossing/1";
  virtual bool is(boost::system::error_code given, Code which) noexcept = 0;
  virtual aitb::task<std::string> echo(std::string text) = 0;
  virtual aitb::task<> throw_code(Code which) = 0;
  virtual aitb::task<> throw_error() = 0;
  virtual aitb::task<>
  throw_own() = 0;                   ///< a type in an anonymous namespace, derived from std::runtime_error
  virtual aitb::task<> never() = 0;  ///< waits until cancelled
  virtual aitb::task<std::string> relay(Crossing& other, std::string text) = 0;
  virtual int own_static() = 0;  ///< of a class with the same name in every plugin

 protected:
  ~Crossing() = default;
};

}  // namespace boundary
