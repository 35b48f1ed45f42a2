#include "net/tls_context.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace aitb::net {
namespace {

void close_key_log(void*, void* fd, CRYPTO_EX_DATA*, int, long, void*) {
  if (fd) close(static_cast<int>(reinterpret_cast<std::intptr_t>(fd)) - 1);
}

/// Where an SSL_CTX keeps its key log's descriptor, plus one so that 0 means none.
int key_log_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, close_key_log);
  return index;
}

void write_key(const SSL* ssl, const char* line) {
  const auto stored =
      reinterpret_cast<std::intptr_t>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), key_log_index()));
  if (stored == 0) return;
  const std::string text = std::string(line) + "\n";
  // One write with O_APPEND: lines of several lanes do not mix.
  [[maybe_unused]] const ssize_t written = write(static_cast<int>(stored) - 1, text.data(), text.size());
}

void log_keys(SSL_CTX* context, std::string file) {
  if (file.empty()) {
    const char* variable = std::getenv("SSLKEYLOGFILE");
    if (!variable || !*variable) return;
    file = variable;
  }
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) {
    throw Error(ErrorKind::config, "opening the TLS key log " + file + ": " + std::strerror(errno) +
                                       "; choose a file that can be written");
  }
  SSL_CTX_set_ex_data(context, key_log_index(), reinterpret_cast<void*>(static_cast<std::intptr_t>(fd) + 1));
  SSL_CTX_set_keylog_callback(context, write_key);
}

TlsContext make(const SSL_METHOD* method) {
  TlsContext context(SSL_CTX_new(method), &SSL_CTX_free);
  if (!context) throw Error(ErrorKind::internal, "making a TLS context: OpenSSL refuses it");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context.get(), 1);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  return context;
}

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
Bio read_only(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
}

void use_chain(SSL_CTX* context, const std::string& pem) {
  const Bio bio = read_only(pem);
  bool first = true;
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    const std::unique_ptr<X509, decltype(&X509_free)> owner(certificate, &X509_free);
    const long ok =
        first ? SSL_CTX_use_certificate(context, certificate) : SSL_CTX_add1_chain_cert(context, certificate);
    if (ok != 1)
      throw Error(ErrorKind::tls,
                  "reading the server's certificate chain: OpenSSL refuses a certificate in it");
    first = false;
  }
  ERR_clear_error();
  if (first)
    throw Error(ErrorKind::tls, "reading the server's certificate chain: there is no PEM certificate in it");
}

}  // namespace

TlsContext client_tls(const HttpOptions& options, const std::string& key_log) {
  TlsContext context = make(TLS_client_method());
  if (options.verify) {
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    const int ok = options.ca_file.empty() ? SSL_CTX_set_default_verify_paths(context.get())
                                           : SSL_CTX_load_verify_file(context.get(), options.ca_file.c_str());
    if (ok != 1) {
      ERR_clear_error();
      throw Error(ErrorKind::tls, "reading the trusted certificates from " +
                                      (options.ca_file.empty() ? "the system" : options.ca_file) +
                                      ": there is no PEM certificate to be read; give another ca_file");
    }
  }
  log_keys(context.get(), key_log);
  return context;
}

TlsContext server_tls(const TlsIdentity& identity, const std::string& key_log) {
  TlsContext context = make(TLS_server_method());
  use_chain(context.get(), identity.certificate_chain);
  const Bio bio = read_only(identity.private_key);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  if (!key || SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
    ERR_clear_error();
    throw Error(ErrorKind::tls,
                "reading the server's private key: it is no PEM key, or not the certificate's");
  }
  log_keys(context.get(), key_log);
  return context;
}

}  // namespace aitb::net
