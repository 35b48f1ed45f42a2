#include "acme_server.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <sstream>

namespace acme {
namespace {

std::string line_of(const boost::json::object& object) { return boost::json::serialize(object) + "\n"; }

}  // namespace

aitb::FieldTable fields(AcmeServer::Options& options) {
  return aitb::fields(aitb::field("word_gap_ms", options.word_gap_ms, "Time between two words"));
}

AcmeServer::AcmeServer(Options options, aitb::Context& context)
    : options_(std::move(options)), clock_(context.clock), random_(context.random) {}

aitb::task<> AcmeServer::serve(aitb::ServerRequest request, aitb::Responder& responder) {
  aitb::Headers headers;
  if (request.headers.get("Acme-Key") != key()) {
    co_await responder.reply(401, std::move(headers), "wrong key\n");
    co_return;
  }
  boost::system::error_code bad;
  const boost::json::value body = boost::json::parse(request.body, bad);
  const auto* said = !bad && body.is_object() ? body.as_object().if_contains("said") : nullptr;
  if (request.path != "/say" || said == nullptr || !said->is_string()) {
    co_await responder.reply(400, std::move(headers), "POST /say wants {\"said\": text}\n");
    co_return;
  }
  std::string text(said->as_string());
  co_await say_back(std::move(text), responder);
}

aitb::task<> AcmeServer::say_back(std::string said, aitb::Responder& responder) {
  aitb::Headers headers;
  headers.set("Content-Type", "application/x-ndjson");
  co_await responder.start(200, std::move(headers));
  aitb::Instant due = clock_.now();
  std::istringstream words(said);
  std::int64_t count = 0;
  for (std::string word; words >> word; ++count) {
    due += aitb::from_seconds(options_.word_gap_ms.sample(random_) / 1000);
    co_await clock_.sleep_until(due);
    boost::json::object line;
    line["word"] = count == 0 ? word : " " + word;
    const std::string text = line_of(line);
    co_await responder.write(text);
  }
  boost::json::object end;
  end["end"] = "said";
  end["words_in"] = count;
  end["words_out"] = count;
  const std::string text = line_of(end);
  co_await responder.write(text);
  co_await responder.finish();
}

}  // namespace acme
