// The throw-away CA and the multipart builder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <aitb/http.hpp>
#include <aitb/http_server.hpp>
#include <memory>

namespace aitb::test {
namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate read(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free);
}

TEST(ThrowawayCa, SignsForNamesAndAddresses) {
  const ThrowawayCa ca({"localhost", "127.0.0.1", "::1", "api.test"});
  const Certificate authority = read(ca.ca_pem), server = read(ca.identity.certificate_chain);
  ASSERT_TRUE(authority && server);
  EXPECT_EQ(X509_verify(server.get(), X509_get0_pubkey(authority.get())), 1);
  EXPECT_EQ(X509_check_host(server.get(), "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(server.get(), "api.test", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(server.get(), "other.test", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "::1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "127.0.0.2", 0), 0);
  EXPECT_EQ(X509_check_ca(authority.get()), 1);
  EXPECT_EQ(X509_check_ca(server.get()), 0);
  int days = 0, seconds = 0;
  ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(server.get()));
  EXPECT_GE(days, 6);
  EXPECT_LE(days, 7);
  EXPECT_THAT(ca.identity.private_key, testing::StartsWith("-----BEGIN PRIVATE KEY-----"));
  EXPECT_THAT(ca.identity.certificate_chain, testing::Not(testing::HasSubstr("PRIVATE")));
}

TEST(ThrowawayCa, IsAnotherOneEachTime) {
  EXPECT_NE(ThrowawayCa({"localhost"}).ca_pem, ThrowawayCa({"localhost"}).ca_pem);
  EXPECT_THROW(ThrowawayCa({}), Error);
  EXPECT_THROW(ThrowawayCa({"a,DNS:b"}), Error);
}

TEST(Multipart, WritesFieldsAndFiles) {
  Multipart form;
  form.field("purpose", "test");
  form.file("file", "a \"b\".txt", "text/plain", "one\r\ntwo");
  const std::string type = form.content_type();
  ASSERT_THAT(type, testing::StartsWith("multipart/form-data; boundary="));
  const std::string mark = "--" + type.substr(type.find('=') + 1);
  EXPECT_EQ(form.finish(),
            mark + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\ntest\r\n" + mark +
                "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.txt\"\r\n"
                "Content-Type: text/plain\r\n\r\none\r\ntwo\r\n" +
                mark + "--\r\n");
}

}  // namespace
}  // namespace aitb::test
