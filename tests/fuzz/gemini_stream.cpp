// Any bytes as an answer of Gemini, as an error of its, and as a schema for its tools.
#include <boost/json/parse.hpp>

#include "answer_reader.hpp"
#include "errors.hpp"
#include "model_streams.hpp"
#include "schema.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const service::Peer peer("the fuzzed service", "canary-key-4711");
  aitb::testing::RecordingExchange streamed;
  gemini::AnswerReader reader(streamed, peer);
  fuzz::play(
      bytes, std::min<std::size_t>(data[0], bytes.size()), streamed, peer, reader,
      [](gemini::AnswerReader& one, std::string_view, const boost::json::object& event) {
        one.response(event);
      },
      [](gemini::AnswerReader& one) { one.end(); });
  const int status = 400 + data[0] % 200;
  const aitb::Error error = gemini::google_failure(peer, status, aitb::Headers(), bytes);
  if (error.http_status() != status) std::abort();
  if (error.retry_after() && *error.retry_after() < aitb::Duration::zero()) std::abort();
  boost::json::error_code failed;
  const boost::json::value schema = boost::json::parse(bytes, failed);
  if (!failed) gemini::openapi_schema(schema);
  return 0;
}
