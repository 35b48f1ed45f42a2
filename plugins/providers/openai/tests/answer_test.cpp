// Answers that are not streamed, and what services say when they refuse.
#include <gtest/gtest.h>

#include "openai_dialect/whole_answer.hpp"
#include "recorder.hpp"
#include "service/errors.hpp"

namespace {

using aitb::ErrorKind;
using openai_test::Recorder;

const service::Peer kPeer("service.example", "sk-canary-123");

Recorder report(std::string_view body) {
  Recorder recorder;
  service::JsonScratch scratch;
  openai_dialect::report_whole_answer(body, recorder, scratch, kPeer);
  return recorder;
}

aitb::Error failure(std::string_view body) {
  try {
    report(body);
  } catch (const aitb::Error& error) {
    return error;
  }
  ADD_FAILURE() << "accepted: " << body;
  return aitb::Error(ErrorKind::internal, "");
}

using Lines = std::vector<std::string>;

TEST(WholeAnswer, IsReportedInOneGo) {
  const Recorder got =
      report(R"({"id": "c1", "model": "m", "choices": [{"index": 0, "message": {"role": "assistant",
    "content": "Hi", "refusal": null, "reasoning_content": "hm"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5, "completion_tokens_details": {"reasoning_tokens": 1}}})");
  EXPECT_EQ(got.lines, (Lines{"identify|c1|m", "answer|Hi", "reasoning|hm", "finish|stop", "usage"}));
  EXPECT_EQ(got.last_usage->reasoning, 1);
}

TEST(WholeAnswer, MayCallTools) {
  const Recorder got = report(
      R"({"id": "c1", "model": "m", "choices": [{"index": 0, "message": {"role": "assistant", "content": null,
    "tool_calls": [{"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}},
                   {"id": "b", "type": "custom", "custom": {"name": "g", "input": "x"}}]}, "finish_reason": "tool_calls"}]})");
  EXPECT_EQ(got.lines, (Lines{"identify|c1|m", "tool_call|f{}", "tool_call|gx", "finish|tool_calls",
                              "call|a|f|{}", "call|b|g|x"}));
}

TEST(WholeAnswer, MayBeEmptyOrRefused) {
  EXPECT_EQ(
      report(R"({"choices": [{"message": {"role": "assistant", "content": ""}, "finish_reason": "length"}]})")
          .lines,
      (Lines{"identify||", "role", "finish|length"}));
  EXPECT_EQ(
      report(
          R"({"choices": [{"message": {"role": "assistant", "content": null, "refusal": "No."}, "finish_reason": "stop"}]})")
          .lines,
      (Lines{"identify||", "refusal|No.", "finish|stop"}));
}

TEST(WholeAnswer, MayBeginWithBlankLines) {
  EXPECT_EQ(report("\n\n\n{\"choices\": [{\"message\": {\"content\": \"x\"}, \"finish_reason\": \"stop\"}]}")
                .counts.at("answer"),
            1)
      << "DeepSeek keeps waiting clients alive with them";
}

TEST(WholeAnswer, ThatIsNoneBreaksTheProtocol) {
  EXPECT_EQ(failure("").kind(), ErrorKind::protocol);
  EXPECT_EQ(failure("<html>").kind(), ErrorKind::protocol);
  EXPECT_EQ(failure("[]").kind(), ErrorKind::protocol);
  EXPECT_EQ(failure(R"({"choices": []})").kind(), ErrorKind::protocol);
  const std::string said = failure("<html>sk-canary-123</html>").what();
  EXPECT_EQ(said, "reading the answer of service.example: it is not JSON: <html>***</html>");
}

TEST(WholeAnswer, MayBeAnErrorAlthoughTheStatusIs200) {
  const aitb::Error error = failure(R"({"error": {"message": "slow down", "code": 429}})");
  EXPECT_EQ(error.kind(), ErrorKind::rate_limited);
  EXPECT_EQ(error.http_status(), 200);
}

struct Refusal {
  const char* name;
  int status;
  const char* body;
  ErrorKind kind;
  const char* code;
  const char* says;
};
void PrintTo(const Refusal& one, std::ostream* out) { *out << one.name; }

const Refusal kRefusals[] = {
    {"BadRequest", 400,
     R"({"error": {"message": "Invalid type", "type": "invalid_request_error", "param": "messages[0].role", "code": "invalid_type"}})",
     ErrorKind::client_error, "invalid_type", "Invalid type (param messages[0].role)"},
    {"ContextTooLong", 400,
     R"({"error": {"message": "too long", "type": "invalid_request_error", "param": "messages", "code": "context_length_exceeded"}})",
     ErrorKind::client_error, "context_length_exceeded", "too long"},
    {"NoKey", 401,
     R"({"error": {"message": "no key", "type": "invalid_request_error", "param": null, "code": null}})",
     ErrorKind::auth, "invalid_request_error", "no key"},
    {"WrongKey", 401,
     R"({"error": {"message": "Incorrect API key provided: sk-canary-123.", "type": "invalid_request_error", "param": null, "code": "invalid_api_key"}})",
     ErrorKind::auth, "invalid_api_key", "provided: ***."},
    {"Region", 403,
     R"({"error": {"message": "no", "type": "invalid_request_error", "param": null, "code": "unsupported_country_region_territory"}})",
     ErrorKind::auth, "unsupported_country_region_territory", "no"},
    {"NoModel", 404,
     R"({"error": {"message": "no such model", "type": "invalid_request_error", "param": null, "code": "model_not_found"}})",
     ErrorKind::client_error, "model_not_found", "no such model"},
    {"RateLimit", 429,
     R"({"error": {"message": "slow", "type": "requests", "param": null, "code": "rate_limit_exceeded"}})",
     ErrorKind::rate_limited, "rate_limit_exceeded", "slow"},
    {"Quota", 429,
     R"({"error": {"message": "pay", "type": "insufficient_quota", "param": null, "code": "insufficient_quota"}})",
     ErrorKind::rate_limited, "insufficient_quota", "pay"},
    {"Server", 500, R"({"error": {"message": "oops", "type": "server_error", "param": null, "code": null}})",
     ErrorKind::server_error, "server_error", "oops"},
    {"Overloaded", 503,
     R"({"error": {"message": "busy", "type": "server_error", "param": null, "code": "slow_down"}})",
     ErrorKind::server_error, "slow_down", "busy"},
    {"Proxy", 502, "<html><h1>502 Bad Gateway</h1></html>", ErrorKind::server_error, "",
     "not JSON: <html><h1>502 Bad Gateway"},
    {"Empty", 500, "", ErrorKind::server_error, "", "an empty body"},
    {"FlatVllm", 400,
     R"({"object": "error", "message": "bad", "type": "BadRequestError", "param": null, "code": 400})",
     ErrorKind::client_error, "400", "bad"},
    {"Detail", 422, R"({"detail": "unprocessable"})", ErrorKind::client_error, "", "unprocessable"},
    {"ErrorAsText", 404, R"({"error": "model 'x' not found"})", ErrorKind::client_error, "",
     "model 'x' not found"},
};

class HttpRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(HttpRefusal, IsMappedAndQuoted) {
  const aitb::Error error = service::http_failure(kPeer, GetParam().status, aitb::Headers(), GetParam().body);
  EXPECT_EQ(error.kind(), GetParam().kind);
  EXPECT_EQ(error.http_status(), GetParam().status);
  EXPECT_EQ(error.code(), GetParam().code);
  EXPECT_NE(std::string(error.what()).find(GetParam().says), std::string::npos) << error.what();
  EXPECT_EQ(std::string(error.what()).find("sk-canary-123"), std::string::npos) << "the key must not be told";
}

std::string refusal_name(const testing::TestParamInfo<Refusal>& one) { return one.param.name; }
INSTANTIATE_TEST_SUITE_P(Bodies, HttpRefusal, testing::ValuesIn(kRefusals), refusal_name);

TEST(HttpRefusalCode, HoldsNoKey) {
  const aitb::Error error = service::http_failure(kPeer, 400, aitb::Headers(),
                                                  R"({"error": {"message": "m", "code": "sk-canary-123"}})");
  EXPECT_EQ(error.code(), "***");
}

TEST(HttpWait, TellsHowLongToWait) {
  aitb::Headers headers;
  headers.set("Retry-After", "20");
  const aitb::Error error = service::http_failure(kPeer, 429, headers, "{}");
  EXPECT_EQ(error.retry_after(), std::chrono::seconds(20));
}

}  // namespace
