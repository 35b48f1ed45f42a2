// A certificate authority for one run, with OpenSSL: keys live in memory and are gone with the process.
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <aitb/error.hpp>
#include <aitb/http_server.hpp>
#include <boost/asio/ip/address.hpp>
#include <memory>

namespace aitb::inline v1 {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* what) const noexcept {
    Free(what);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;

constexpr long day = 24 * 60 * 60;

void check(bool good, const char* step) {
  if (good) return;
  char reason[256] = "no reason given";
  if (const unsigned long code = ERR_get_error(); code != 0) ERR_error_string_n(code, reason, sizeof reason);
  throw Error(ErrorKind::internal,
              std::string("making a throw-away certificate: ") + step + " failed (" + reason + ")");
}

Key new_key() {
  Key key(EVP_EC_gen("P-256"));
  check(key != nullptr, "making a P-256 key");
  return key;
}

void set_serial(X509* certificate) {
  std::uint64_t number = 0;
  check(RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number) == 1, "drawing a serial number");
  check(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), (number >> 1) | 1) == 1,
        "setting the serial number");
}

void set_common_name(X509_NAME* name, std::string_view text) {
  check(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()), -1, 0) == 1,
        "setting the name");
}

void extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  check(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, value.c_str());
}

// A certificate without extensions and signature, valid from an hour ago (clocks differ) for a week.
Certificate blank(EVP_PKEY* key, std::string_view common_name) {
  Certificate certificate(X509_new());
  check(certificate != nullptr, "making a certificate");
  check(X509_set_version(certificate.get(), 2) == 1, "setting the version");
  set_serial(certificate.get());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60 * 60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 7 * day);
  check(X509_set_pubkey(certificate.get(), key) == 1, "setting the public key");
  set_common_name(X509_get_subject_name(certificate.get()), common_name);
  return certificate;
}

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return std::string(data, static_cast<std::size_t>(size));
}

std::string pem(X509* certificate) {
  const Bio memory(BIO_new(BIO_s_mem()));
  check(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "writing PEM");
  return text_of(memory.get());
}

std::string pem(EVP_PKEY* key) {
  const Bio memory(BIO_new(BIO_s_mem()));
  check(memory && PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "writing PEM");
  return text_of(memory.get());
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) {
    if (name.empty() || name.find_first_of(",\n") != std::string::npos) {
      throw Error(ErrorKind::config,
                  "making a throw-away certificate: '" + name + "' is neither a DNS name nor an address");
    }
    boost::system::error_code ec;
    boost::asio::ip::make_address(name, ec);
    all.append(all.empty() ? "" : ",").append(ec ? "DNS:" : "IP:").append(name);
  }
  return all;
}

}  // namespace

ThrowawayCa::ThrowawayCa(const std::vector<std::string>& names) {
  if (names.empty()) throw Error(ErrorKind::config, "making a throw-away certificate: no name is given");
  const Key ca_key = new_key();
  const Certificate ca = blank(ca_key.get(), "aitb throw-away CA");
  check(X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get())) == 1, "setting the issuer");
  extend(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  check(X509_sign(ca.get(), ca_key.get(), EVP_sha256()) > 0, "signing the CA");

  const Key key = new_key();
  const Certificate server = blank(key.get(), std::string_view(names.front()).substr(0, 64));
  check(X509_set_issuer_name(server.get(), X509_get_subject_name(ca.get())) == 1, "setting the issuer");
  extend(server.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
  extend(server.get(), ca.get(), NID_key_usage, "critical,digitalSignature");
  extend(server.get(), ca.get(), NID_ext_key_usage, "serverAuth");
  extend(server.get(), ca.get(), NID_subject_key_identifier, "hash");
  extend(server.get(), ca.get(), NID_authority_key_identifier, "keyid:always");
  extend(server.get(), ca.get(), NID_subject_alt_name, alternative_names(names));
  check(X509_sign(server.get(), ca_key.get(), EVP_sha256()) > 0, "signing the certificate");

  ca_pem = pem(ca.get());
  identity.certificate_chain = pem(server.get()) + ca_pem;
  identity.private_key = pem(key.get());
}

}  // namespace aitb::inline v1
