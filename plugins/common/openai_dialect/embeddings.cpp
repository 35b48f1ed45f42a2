#include <algorithm>
#include <bit>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cstring>

#include "openai_dialect/media.hpp"
#include "openai_dialect/usage.hpp"
#include "service/base64.hpp"
#include "service/event_reader.hpp"
#include "service/json_read.hpp"

namespace openai_dialect {
namespace {

namespace json = boost::json;
using namespace service;
using aitb::Error;
using aitb::ErrorKind;
using Vector = std::vector<float>;

std::string body_of(const aitb::EmbeddingRequest& request) {
  json::object body;
  body["model"] = request.model;
  if (request.inputs.size() == 1) {
    body["input"] = request.inputs.front();
  } else {
    body["input"] = json::array(request.inputs.begin(), request.inputs.end());
  }
  if (request.dimensions) body["dimensions"] = *request.dimensions;
  body["encoding_format"] =
      request.encoding.empty() ? "base64" : request.encoding;  // as the official clients
  for (const auto& member : request.extra) body[member.key()] = member.value();
  return json::serialize(body);
}

/// Little-endian float32, or numbers: some services ignore what was asked for.
Vector vector_of(const json::value& embedding) {
  Vector vector;
  if (const json::array* numbers = embedding.if_array()) {
    vector.reserve(numbers->size());
    for (const json::value& number : *numbers) {
      json::error_code failed;
      vector.push_back(static_cast<float>(number.to_number<double>(failed)));
    }
    return vector;
  }
  static_assert(std::endian::native == std::endian::little);
  const std::vector<std::byte> bytes = decode_base64(text_of(embedding));
  vector.resize(bytes.size() / sizeof(float));
  if (!vector.empty()) std::memcpy(vector.data(), bytes.data(), vector.size() * sizeof(float));
  return vector;
}

std::vector<Vector> vectors_of(const json::object& answer, std::size_t wanted, const Peer& peer) {
  std::vector<Vector> vectors(wanted);
  const json::array* data = array_at(answer, "data");
  for (std::size_t i = 0; data != nullptr && i < data->size(); ++i) {
    const json::object* entry = (*data)[i].if_object();
    const json::value* embedding = entry != nullptr ? entry->if_contains("embedding") : nullptr;
    if (embedding == nullptr) continue;
    const std::int64_t index = integer_at(*entry, "index").value_or(static_cast<std::int64_t>(i));
    if (index < 0 || static_cast<std::size_t>(index) >= wanted) continue;
    vectors[static_cast<std::size_t>(index)] = vector_of(*embedding);
  }
  const auto missing =
      std::count_if(vectors.begin(), vectors.end(), [](const Vector& v) { return v.empty(); });
  if (missing > 0) {
    throw Error(ErrorKind::protocol, "reading the answer of " + peer.service + ": no vector for " +
                                         std::to_string(missing) + " of " + std::to_string(wanted) +
                                         " texts");
  }
  return vectors;
}

}  // namespace

aitb::task<std::vector<Vector>> embed(Api& api, aitb::EmbeddingRequest request, aitb::Exchange& out) {
  aitb::HttpRequest http = api.request("/embeddings", request.model, body_of(request));
  std::string summary;
  std::size_t bytes = 0;
  for (const std::string& input : request.inputs) {
    if (!summary.empty()) summary += '\n';
    summary += input;
    bytes += input.size();
  }
  out.request(summary, bytes);
  const std::string body = co_await api.ask(std::move(http), out);
  const json::object& answer = parsed_answer(body, api.scratch(), api.peer());
  std::vector<Vector> vectors = vectors_of(answer, request.inputs.size(), api.peer());
  out.identify({}, text_at(answer, "model"));
  if (const json::object* usage = object_at(answer, "usage")) out.usage(read_usage(*usage));
  std::size_t numbers = 0;
  for (const Vector& vector : vectors) numbers += vector.size();
  out.note("embedding_bytes", std::to_string(numbers * sizeof(float)));
  out.note("dimensions", std::to_string(vectors.empty() ? 0 : vectors.front().size()));
  co_return vectors;
}

}  // namespace openai_dialect
