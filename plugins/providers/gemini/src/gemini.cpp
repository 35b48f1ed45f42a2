#include "gemini.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "answer_reader.hpp"
#include "errors.hpp"
#include "request_body.hpp"
#include "service/event_reader.hpp"
#include "service/json_read.hpp"
#include "service/prompt.hpp"
#include "service/response.hpp"
#include "service/url.hpp"

namespace gemini {
namespace {

namespace json = boost::json;
using aitb::Error;
using aitb::HttpResponse;

std::string first_of(const std::string& one, const std::string& other) { return one.empty() ? other : one; }

/// Simulators and proxies are often known by host and port alone.
std::string with_version(std::string base_url) {
  while (base_url.ends_with('/')) base_url.pop_back();
  const std::size_t host = base_url.find("://");
  const bool has_path = base_url.find('/', host == std::string::npos ? 0 : host + 3) != std::string::npos;
  return has_path ? base_url : base_url + "/v1beta";
}

std::string bare(std::string model) {
  if (model.starts_with("models/")) model.erase(0, 7);
  return model;
}

}  // namespace

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return service::with_connection(
      service::field_list(
          field("base_url", o.base_url, "URL of the API; /v1beta is appended to one without a path").url(),
          field("api_key", o.api_key, "Key, usually ${GOOGLE_API_KEY}; sent as x-goog-api-key")
              .secret()
              .example("${GOOGLE_API_KEY:-}"),
          field("gemini_api_key", o.gemini_api_key, "Used where api_key is empty: ${GEMINI_API_KEY}")
              .secret()
              .example("${GEMINI_API_KEY:-}"),
          field("tool_schema", o.tool_schema,
                "How tools tell their arguments: json_schema sends the schema as it is and falls back to "
                "openapi, a lossy conversion, on servers that refuse it")
              .choices({"json_schema", "openapi"}),
          field("thinking_budget", o.thinking_budget, "Tokens for thinking: 0 none, -1 as the model likes"),
          field("include_thoughts", o.include_thoughts, "Ask for summaries of the thinking"),
          field("safety_settings", o.safety_settings, "Sent as safetySettings: [{category, threshold}]"),
          field("headers", o.headers, "Further request headers"),
          field("extra", o.extra, "Further members of every request body")),
      o.connection);
}

Gemini::Gemini(Options options, aitb::Context& context)
    : options_(std::move(options)),
      peer_(service::service_name(options_.base_url), first_of(options_.api_key, options_.gemini_api_key)),
      client_(service::make_client(options_.connection, context)) {
  options_.base_url = with_version(options_.base_url);
}

aitb::HttpRequest Gemini::http_request(const std::string& model, std::string_view method,
                                       std::string body) const {
  const std::string path = "/models/" + service::encoded(bare(model)) + ":" + std::string(method);
  std::map<std::string, std::string> query;
  if (method == "streamGenerateContent") query["alt"] = "sse";
  aitb::HttpRequest http("POST", service::endpoint_url(options_.base_url, path, query), std::move(body),
                         "application/json");
  http.headers.set("Accept", query.empty() ? "application/json" : "text/event-stream");
  http.headers.set("User-Agent", "aitb/0.1");
  const std::string key = first_of(options_.api_key, options_.gemini_api_key);
  if (!key.empty()) http.headers.set("x-goog-api-key", key);
  for (const auto& [name, value] : options_.headers) http.headers.set(name, value);
  return http;
}

aitb::task<> Gemini::send(aitb::ChatRequest request, aitb::Exchange& out) {
  if (options_.api_key.empty() && options_.gemini_api_key.empty() &&
      peer_.service.ends_with("googleapis.com")) {
    throw Error(aitb::ErrorKind::auth,
                "asking " + peer_.service +
                    ": no key is given, and Gemini answers nobody without one; set "
                    "GOOGLE_API_KEY (or GEMINI_API_KEY) in the environment or in .env");
  }
  const std::string_view method = request.stream ? "streamGenerateContent" : "generateContent";
  out.request(service::prompt_text(request), service::content_bytes(request));
  for (bool again = true; again;) {
    again = false;
    const bool json_schema = options_.tool_schema == "json_schema" && !json_schema_refused_;
    aitb::HttpRequest http =
        http_request(request.model, method, request_body(request, options_, json_schema));
    HttpResponse response = co_await client_->send(std::move(http), out);
    if (response.status != 200) {
      const std::string body = co_await service::error_body(response);
      const Error failure = google_failure(peer_, response.status, response.headers, body);
      if (!json_schema || request.tools.empty() || !refuses_json_schema(failure)) throw failure;
      json_schema_refused_ = true;
      out.note("tool_schema", "openapi: the server refused parametersJsonSchema");
      again = true;
      continue;
    }
    if (service::is_event_stream(response, request.stream)) {
      co_await read_stream(response, out);
    } else {
      co_await read_whole(response, out);
    }
  }
}

aitb::task<> Gemini::read_stream(HttpResponse& response, aitb::Exchange& out) {
  AnswerReader reader(out, peer_);
  service::EventDecoder::Each each = [&reader](std::string_view, const json::object& event) {
    reader.response(event);
  };
  service::EventDecoder decoder(out, scratch_, peer_, std::move(each));
  decoder.fail_by([this](const json::value& event) { return google_event_failure(peer_, event); });
  co_await service::read_events(response, decoder);
  if (decoder.partial()) throw decoder.cut_off("the end of the last one");
  reader.end();
}

/// One object, or the array of chunks that a stream is without alt=sse.
aitb::task<> Gemini::read_whole(HttpResponse& response, aitb::Exchange& out) {
  const std::string body = co_await response.text();
  AnswerReader reader(out, peer_);
  const json::value* parsed = scratch_.parse(body);
  const json::array* chunks = parsed != nullptr ? parsed->if_array() : nullptr;
  if (chunks != nullptr) {
    for (const json::value& one : *chunks) {
      if (const json::object* chunk = one.if_object()) reader.response(*chunk);
    }
  } else if (parsed != nullptr && parsed->is_object()) {
    reader.response(parsed->get_object());
  } else {
    throw Error(aitb::ErrorKind::protocol,
                "reading the answer of " + peer_.service + ": it is not JSON: " + peer_.excerpt(body));
  }
  reader.end();
}

aitb::task<std::vector<std::vector<float>>> Gemini::embed(aitb::EmbeddingRequest request,
                                                          aitb::Exchange& out) {
  json::array requests;
  std::string summary;
  for (const std::string& input : request.inputs) {
    summary.append(summary.empty() ? "" : "\n").append(input);
    json::object part, content, entry;
    part["text"] = input;
    content["parts"] = json::array(1, json::value(std::move(part)));
    entry["model"] = "models/" + bare(request.model);
    entry["content"] = std::move(content);
    if (request.dimensions) entry["outputDimensionality"] = *request.dimensions;
    for (const auto& member : request.extra) entry[member.key()] = member.value();
    requests.push_back(std::move(entry));
  }
  json::object body;
  body["requests"] = std::move(requests);
  out.request(summary, summary.size());
  aitb::HttpRequest http = http_request(request.model, "batchEmbedContents", json::serialize(body));
  HttpResponse response = co_await client_->send(std::move(http), out);
  if (response.status != 200) {
    const std::string said = co_await service::error_body(response);
    throw google_failure(peer_, response.status, response.headers, said);
  }
  const std::string text = co_await response.text();
  const json::object& answer = service::parsed_answer(text, scratch_, peer_);
  std::vector<std::vector<float>> vectors;
  const json::array* embeddings = service::array_at(answer, "embeddings");
  for (std::size_t i = 0; embeddings != nullptr && i < embeddings->size(); ++i) {
    const json::object* one = (*embeddings)[i].if_object();
    const json::array* values = one != nullptr ? service::array_at(*one, "values") : nullptr;
    std::vector<float>& vector = vectors.emplace_back();
    for (std::size_t k = 0; values != nullptr && k < values->size(); ++k) {
      json::error_code failed;
      vector.push_back(static_cast<float>((*values)[k].to_number<double>(failed)));
    }
  }
  if (vectors.size() != request.inputs.size()) {
    throw Error(aitb::ErrorKind::protocol, "reading the answer of " + peer_.service + ": " +
                                               std::to_string(vectors.size()) + " vectors for " +
                                               std::to_string(request.inputs.size()) + " texts");
  }
  std::size_t numbers = 0;
  for (const std::vector<float>& vector : vectors) numbers += vector.size();
  out.note("embedding_bytes", std::to_string(numbers * sizeof(float)));
  co_return vectors;
}

}  // namespace gemini
