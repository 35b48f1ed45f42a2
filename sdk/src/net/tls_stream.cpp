// TLS over any Stream: OpenSSL reads and writes the inner stream through a BIO of ours, so nothing is copied
// between buffers and an idle connection holds none.
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <climits>

#include <aitb/prefetch.hpp>

#include "net/streams.hpp"
#include "net/tls_context.hpp"

namespace aitb::net {
namespace {

/// What the BIO tells OpenSSL of the inner stream, and keeps of its errors, since OpenSSL has no room for
/// them.
struct Link {
  Stream* inner = nullptr;
  error_code error;
};

/// Old errors would be taken for new ones. To clear what is empty already costs more than all else around a
/// read.
void forget_errors() noexcept {
  if (ERR_peek_error() != 0) ERR_clear_error();
}

bool not_yet(const error_code& ec) { return ec == asio::error::would_block || ec == asio::error::try_again; }

int bio_read(BIO* bio, char* into, std::size_t size, std::size_t* done) {
  auto& link = *static_cast<Link*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  error_code ec;
  *done = link.inner->try_read(asio::mutable_buffer(into, size), ec);
  if (!ec) return 1;
  if (not_yet(ec)) {
    BIO_set_retry_read(bio);
  } else {
    link.error = ec;
  }
  return 0;
}

int bio_write(BIO* bio, const char* from, std::size_t size, std::size_t* done) {
  auto& link = *static_cast<Link*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  error_code ec;
  *done = link.inner->try_write(asio::const_buffer(from, size), ec);
  if (!ec) return 1;
  if (not_yet(ec)) {
    BIO_set_retry_write(bio);
  } else {
    link.error = ec;
  }
  return 0;
}

long bio_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

const BIO_METHOD* bio_method() {
  static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "aitb stream");
    BIO_meth_set_read_ex(made, bio_read);
    BIO_meth_set_write_ex(made, bio_write);
    BIO_meth_set_ctrl(made, bio_control);
    return std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)>(made, &BIO_meth_free);
  }();
  return method.get();
}

class TlsStream final : public Stream, public FetchedAhead {
 public:
  TlsStream(std::unique_ptr<Stream> inner, TlsContext context)
      : inner_(std::move(inner)), context_(std::move(context)), ssl_(SSL_new(context_.get()), &SSL_free) {
    link_.inner = inner_.get();
    BIO* bio = BIO_new(bio_method());
    BIO_set_data(bio, &link_);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    fact_ = inner_->connection();
  }

  SSL* ssl() noexcept { return ssl_.get(); }

  /// Throws Error(tls), whose sentence says what the other side or the certificate lacked.
  task<> handshake(std::string peer) {
    while (true) {
      forget_errors();
      const int result = SSL_do_handshake(ssl_.get());
      if (result == 1) break;
      const int why = SSL_get_error(ssl_.get(), result);
      if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) throw failure(peer);
      const error_code ec = co_await inner_->wait(why == SSL_ERROR_WANT_READ ? Ready::read : Ready::write);
      if (ec) throw boost::system::system_error(ec, "TLS handshake with " + peer);
    }
    fact_.tls = std::string(SSL_get_version(ssl_.get())) + " " + SSL_get_cipher_name(ssl_.get());
  }
  void connected(Instant at) { fact_.tls_done = at; }

  std::size_t try_read(asio::mutable_buffer into, error_code& ec) noexcept override {
    forget_errors();
    std::size_t n = 0;
    if (SSL_read_ex(ssl_.get(), into.data(), into.size(), &n) == 1) {
      arrival_ = inner_->last_arrival();
      drained_ = false;
      ec.clear();
      return n;
    }
    ec = explain(0);
    drained_ = not_yet(ec);
    read_wants_ = SSL_want(ssl_.get()) == SSL_WRITING ? Ready::write : Ready::read;
    return 0;
  }

  std::size_t try_write(asio::const_buffer from, error_code& ec) noexcept override {
    forget_errors();
    std::size_t n = 0;
    if (SSL_write_ex(ssl_.get(), from.data(), from.size(), &n) == 1) {
      ec.clear();
      return n;
    }
    ec = explain(0);
    write_wants_ = SSL_want(ssl_.get()) == SSL_READING ? Ready::read : Ready::write;
    return 0;
  }

  task<error_code> wait(Ready what) override {
    if (what == Ready::read && holds_records()) return at_once();
    // A key update can make a read wait for room to write, and the other way round.
    return inner_->wait(what == Ready::read ? read_wants_ : write_wants_);
  }

  task<error_code> wait_each(std::function<bool()> ready) override {
    bool more = true;
    error_code ec;
    while (more && !ec) {
      if (read_wants_ == Ready::write || holds_records()) {
        task<error_code> waiting = wait(Ready::read);
        ec = co_await std::move(waiting);
        if (!ec) more = ready();
        continue;
      }
      ready_ = &ready;
      more_ = &more;
      std::function<bool()> each = [this] {
        bool& goes_on = *more_;  // the consumer may destroy this stream
        do {
          goes_on = (*ready_)();
        } while (goes_on && holds_records());
        return goes_on && read_wants_ == Ready::read;
      };
      task<error_code> waiting = inner_->wait_each(std::move(each));
      ec = co_await std::move(waiting);
    }
    co_return ec;
  }

  void touched(Touched touched) noexcept override {
    auto* ahead = dynamic_cast<FetchedAhead*>(inner_.get());
    if (ahead == nullptr) return;
    touched.add(this, sizeof *this);
    touched.add(ssl_.get(), cache_line_size);  // what else of it is touched is OpenSSL's to know
    touched.add(SSL_get_rbio(ssl_.get()), 2 * cache_line_size);
    ahead->touched(touched);
  }
  void cancel() noexcept override { inner_->cancel(); }
  void shutdown() noexcept override {
    // To a peer that has gone already, close_notify would only be bytes that nobody reads.
    if (!broken_) {
      forget_errors();
      SSL_shutdown(ssl_.get());
      forget_errors();
    }
    inner_->shutdown();
  }
  const Arrival& last_arrival() const noexcept override { return arrival_; }
  TransportFact totals() const noexcept override { return inner_->totals(); }
  const ConnectionFact& connection() const noexcept override { return fact_; }

 private:
  static task<error_code> at_once() { co_return error_code(); }
  /// Records that OpenSSL holds already make no socket readable; a part of one does not help, though.
  bool holds_records() const noexcept { return !drained_ && SSL_has_pending(ssl_.get()) == 1; }

  error_code explain(int result) noexcept {
    const error_code ec = reason(result);
    if (!not_yet(ec) && ec != asio::error::eof) broken_ = true;
    return ec;
  }

  error_code reason(int result) noexcept {
    switch (SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ:
      case SSL_ERROR_WANT_WRITE:
        return asio::error::would_block;
      case SSL_ERROR_ZERO_RETURN:
        return asio::error::eof;
      case SSL_ERROR_SYSCALL:
        if (link_.error && link_.error != asio::error::eof) return link_.error;
        return asio::ssl::error::stream_truncated;
      default:
        break;
    }
    const unsigned long code = ERR_peek_last_error();
    // OpenSSL 3 calls an end without close_notify a protocol error of its own.
    if (ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING) return asio::ssl::error::stream_truncated;
    if (link_.error && link_.error != asio::error::eof) return link_.error;
    return error_code(static_cast<int>(code), asio::error::get_ssl_category());
  }

  Error failure(const std::string& peer) {
    std::string text = "TLS handshake with " + peer + ": ";
    const long verdict = SSL_get_verify_result(ssl_.get());
    const unsigned long code = ERR_peek_last_error();
    if (verdict != X509_V_OK) {
      text += std::string("its certificate is refused (") + X509_verify_cert_error_string(verdict) +
              "); give the right ca_file, or fix the server's certificate";
    } else if (link_.error && link_.error != asio::error::eof) {
      text += link_.error.message();
    } else if (code != 0 && ERR_GET_REASON(code) != SSL_R_UNEXPECTED_EOF_WHILE_READING) {
      const char* reason = ERR_reason_error_string(code);
      text += reason ? reason : "an error that OpenSSL does not name";
      if (ERR_GET_REASON(code) == SSL_R_WRONG_VERSION_NUMBER)
        text += "; it may speak plain HTTP: try http://";
    } else {
      text += "the other side closed the connection; it may not speak TLS on this port";
    }
    forget_errors();
    return Error(ErrorKind::tls, text);
  }

  std::unique_ptr<Stream> inner_;
  TlsContext context_;
  Link link_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  ConnectionFact fact_;
  Arrival arrival_;
  Ready read_wants_ = Ready::read, write_wants_ = Ready::write;
  const std::function<bool()>* ready_ = nullptr;  // of wait_each()
  bool* more_ = nullptr;                          // what it said
  bool broken_ = false;                           // an error, or an end without close_notify
  bool drained_ = false;  // the last message of a handshake may have brought data with it
};

bool is_address(const std::string& host) {
  error_code ec;
  asio::ip::make_address(host, ec);
  return !ec;
}

/// Tells what a handshake cost unless it comes to its end.
class LostTraffic {
 public:
  LostTraffic(Stream& stream, TransportFact& lost) : stream_(&stream), lost_(lost) {}
  ~LostTraffic() {
    if (stream_ != nullptr) lost_ = stream_->totals();
  }
  LostTraffic(const LostTraffic&) = delete;
  LostTraffic& operator=(const LostTraffic&) = delete;
  void none() noexcept { stream_ = nullptr; }

 private:
  Stream* stream_;
  TransportFact& lost_;
};

}  // namespace

task<std::unique_ptr<Stream>> tls_connect(std::unique_ptr<Stream> inner, TlsContext context, std::string host,
                                          Clock& clock, TransportFact& lost) {
  auto stream = std::make_unique<TlsStream>(std::move(inner), std::move(context));
  SSL* ssl = stream->ssl();
  SSL_set_connect_state(ssl);
  if (is_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
  } else {
    SSL_set_tlsext_host_name(ssl, host.c_str());
    SSL_set1_host(ssl, host.c_str());
  }
  static const unsigned char protocols[] = "\x08http/1.1";
  SSL_set_alpn_protos(ssl, protocols, sizeof protocols - 1);
  LostTraffic guard(*stream, lost);
  co_await stream->handshake(host);
  guard.none();
  stream->connected(clock.now());
  co_return std::unique_ptr<Stream>(std::move(stream));
}

task<std::unique_ptr<Stream>> tls_accept(std::unique_ptr<Stream> inner, TlsContext context) {
  auto stream = std::make_unique<TlsStream>(std::move(inner), std::move(context));
  SSL_set_accept_state(stream->ssl());
  std::string peer = stream->connection().remote;
  co_await stream->handshake(std::move(peer));
  co_return std::unique_ptr<Stream>(std::move(stream));
}

}  // namespace aitb::net
