#include "embeddings.hpp"

#include <algorithm>

#include "each_prompt.hpp"

namespace media {
namespace {

aitb::task<> embed(aitb::Embeddings& face, aitb::EmbeddingRequest request, std::size_t* dimensions,
                   aitb::Exchange& out) {
  const std::size_t asked = request.inputs.size();
  const std::vector<std::vector<float>> vectors = co_await face.embed(std::move(request), out);
  if (vectors.size() != asked) {
    throw aitb::Error(aitb::ErrorKind::protocol, "embedding " + std::to_string(asked) +
                                                     " texts: the service sent " +
                                                     std::to_string(vectors.size()) + " vectors");
  }
  *dimensions = vectors.front().size();
}

}  // namespace

aitb::FieldTable fields(EmbeddingsOptions& o) {
  using aitb::field;
  return aitb::fields(
      field("model", o.model, "Model that embeds").not_empty(),
      field("inputs", o.inputs, "Texts to embed").alias("prompts").not_empty(),
      field("batch_size", o.batch_size, "Texts a request; each request is a turn").range(1, 2048),
      field("dimensions", o.dimensions, "Length of the vectors; absent: the model's own").min(1),
      field("encoding", o.encoding, "How numbers travel: float or base64; empty: the provider's choice")
          .choices({"", "float", "base64"}),
      field("extra", o.extra, "Further members of every request body"));
}

EmbeddingsScenario::EmbeddingsScenario(Options options, aitb::Context&) : options_(std::move(options)) {}

std::vector<aitb::Need> EmbeddingsScenario::needs() const {
  return std::vector<aitb::Need>(1, aitb::Need(aitb::Embeddings::id));
}

aitb::task<> EmbeddingsScenario::run(aitb::Session& session) {
  auto& face = aitb::need<aitb::Embeddings>(session);
  const auto batch = static_cast<std::size_t>(options_.batch_size);
  std::size_t turn = 0;
  for (std::size_t from = 0; from < options_.inputs.size(); from += batch, ++turn) {
    co_await session.turn(static_cast<int>(turn));
    const std::size_t to = std::min(options_.inputs.size(), from + batch);
    const auto first = options_.inputs.begin() + static_cast<std::ptrdiff_t>(from);
    std::vector<std::string> inputs(first, first + static_cast<std::ptrdiff_t>(to - from));
    aitb::EmbeddingRequest request(options_.model, std::move(inputs));
    request.dimensions = options_.dimensions;
    request.encoding = options_.encoding;
    request.extra = options_.extra;
    aitb::ExchangeSpec spec("embeddings", options_.model);
    std::size_t dimensions = 0;
    aitb::Session::Work work = [&face, &dimensions, request](aitb::Exchange& out) {
      return embed(face, request, &dimensions, out);
    };
    const aitb::Reply reply = co_await session.perform(std::move(spec), std::move(work));
    if (reply.ok()) session.note("dimensions", dimensions);
    note_failure(session, reply, turn);
  }
}

}  // namespace media
