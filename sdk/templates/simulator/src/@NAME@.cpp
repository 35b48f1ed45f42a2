#include "@NAME@.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <sstream>

namespace @NAMESPACE@ {

aitb::FieldTable fields(@CLASS@::Options& options) {
  using aitb::field;
  return aitb::fields(field("answer", options.answer, "What it says"),
                      field("word_gap_ms", options.word_gap_ms, "Time between two words"));
}

@CLASS@::@CLASS@(Options options, aitb::Context& context)
    : options_(std::move(options)), clock_(context.clock), random_(context.random) {}

aitb::task<> @CLASS@::serve(aitb::ServerRequest request, aitb::Responder& responder) {
  aitb::Headers headers;
  if (request.method != "POST" || request.path != "/chat") {
    co_await responder.reply(404, std::move(headers), "there is only POST /chat\n");
    co_return;
  }
  boost::system::error_code bad;
  const boost::json::value body = boost::json::parse(request.body, bad);
  if (bad || !body.is_object()) {
    co_await responder.reply(400, std::move(headers), "the body is no JSON object\n");
    co_return;
  }
  co_await answer(responder);
}

aitb::task<> @CLASS@::answer(aitb::Responder& responder) {
  aitb::Headers headers;
  headers.set("Content-Type", "application/x-ndjson");
  co_await responder.start(200, std::move(headers));
  std::istringstream words(options_.answer);
  aitb::Instant due = clock_.now();  // absolute, so that the pace does not drift
  for (std::string word; words >> word;) {
    due += aitb::from_seconds(options_.word_gap_ms.sample(random_) / 1000);
    co_await clock_.sleep_until(due);
    boost::json::object line;
    line["text"] = word + " ";
    const std::string text = boost::json::serialize(line) + "\n";
    co_await responder.write(text);
  }
  const std::string end = "{\"end\":\"stop\"}\n";
  co_await responder.write(end);
  co_await responder.finish();
}

}  // namespace @NAMESPACE@
