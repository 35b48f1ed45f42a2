// Uploads as clients write them, and what is no upload.
#include <gtest/gtest.h>

#include <aitb/error.hpp>
#include <aitb/http.hpp>
#include <sim_kit/multipart.hpp>

namespace {

TEST(Multipart, ReadsWhatTheSdkWrites) {
  aitb::Multipart form;
  form.field("model", "whisper-1");
  const std::string sound("RIFF\0\r\n--half a boundary\r\n", 26);
  form.file("file", "a \xC3\xA9.wav", "audio/wav", sound);
  const std::string body = form.finish();
  const auto fields = sim_kit::read_multipart(form.content_type(), body);
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0].name, "model");
  EXPECT_EQ(fields[0].value, "whisper-1");
  EXPECT_FALSE(fields[0].is_file);
  EXPECT_EQ(fields[1].value, sound);
  EXPECT_EQ(fields[1].type, "audio/wav");
  EXPECT_TRUE(fields[1].is_file);
}

TEST(Multipart, TakesEmptyValuesAndQuotedBoundaries) {
  const auto fields = sim_kit::read_multipart(
      "Multipart/Form-Data; charset=x; boundary=\"b b\"",
      "preamble--b b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n\r\n--b b--\r\n");
  ASSERT_EQ(fields.size(), 1u);
  EXPECT_EQ(fields[0].value, "");
}

TEST(Multipart, SaysWhatIsWrong) {
  const std::string type = "multipart/form-data; boundary=x";
  for (const char* body :
       {"", "--x", "--x\r\n", "--x\r\nname\r\n\r\nv\r\n--x--", "--x\r\nA: b\r\n\r\nv\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv"}) {
    EXPECT_THROW(sim_kit::read_multipart(type, body), aitb::Error) << body;
  }
  EXPECT_THROW(sim_kit::read_multipart("application/json", "{}"), aitb::Error);
  EXPECT_THROW(sim_kit::read_multipart("multipart/form-data", "--x--"), aitb::Error);
}

}  // namespace
