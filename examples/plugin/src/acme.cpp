#include "acme.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace acme {
namespace {

aitb::HttpOptions http_options(const Acme::Options& options) {
  aitb::HttpOptions http;
  http.ca_file = options.ca_file;
  return http;
}

std::string body_of(const aitb::ChatRequest& request, bool shout) {
  boost::json::object body;
  body["model"] = request.model;
  body["said"] = request.messages.empty() ? "" : request.messages.back().text();
  body["shout"] = shout;
  return boost::json::serialize(body);
}

std::optional<std::int64_t> number_at(const boost::json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->as_int64();
}

/// Reports what the line says; true for the end line.
bool take(const std::string& line, aitb::Exchange& out) {
  boost::system::error_code bad;
  const boost::json::value value = boost::json::parse(line, bad);
  if (bad || !value.is_object())
    throw aitb::Error(aitb::ErrorKind::protocol, "reading Acme's answer: '" + line + "' is no JSON object");
  const boost::json::object& object = value.as_object();
  if (const auto* word = object.if_contains("word"); word != nullptr && word->is_string())
    out.delta(aitb::Channel::answer, word->as_string());
  const auto* end = object.if_contains("end");
  if (end == nullptr) return false;
  aitb::Usage usage;
  usage.input = number_at(object, "words_in");
  usage.output = number_at(object, "words_out");
  out.usage(usage);
  if (end->is_string()) out.finish_reason(end->as_string());
  out.done();
  return true;
}

}  // namespace

bool Lines::next(std::string& line) {
  const std::size_t end = text_.find('\n');
  if (end == text_.npos) return false;
  line = text_.substr(0, end);
  text_.erase(0, end + 1);
  return true;
}

aitb::FieldTable fields(Acme::Options& options) {
  using aitb::field;
  return aitb::fields(
      field("base_url", options.base_url, "URL that /say is appended to").url(),
      field("api_key", options.api_key, "Key of the service, usually ${ACME_API_KEY}").secret(),
      field("ca_file", options.ca_file, "PEM file of the authorities to trust; empty: the system's").path(),
      field("shout", options.shout, "Ask for an answer in capitals"));
}

Acme::Acme(Options options, aitb::Context& context)
    : options_(std::move(options)), client_(context.net.http(http_options(options_))) {}

aitb::task<> Acme::send(aitb::ChatRequest request, aitb::Exchange& out) {
  aitb::HttpRequest http("POST", options_.base_url + "/say", body_of(request, options_.shout),
                         "application/json");
  if (!options_.api_key.empty()) http.headers.set("Acme-Key", options_.api_key);
  out.request("say", http.body.size());
  aitb::HttpResponse response = co_await client_->send(std::move(http), out);
  if (response.status != 200) {
    const std::string said = co_await response.text();
    throw aitb::http_error(response.status, response.headers, "Acme", said);
  }
  Lines lines;
  bool ended = false;
  while (true) {
    const std::optional<aitb::BodyBlock> block = co_await response.read();
    if (!block) break;
    lines.add(block->data);
    for (std::string line; lines.next(line);) ended = take(line, out) || ended;
  }
  if (!ended)
    throw aitb::Error(aitb::ErrorKind::protocol, "reading Acme's answer: it stopped before its end line");
}

}  // namespace acme
