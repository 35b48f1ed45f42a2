// Texts made into vectors, so many a request.
#pragma once
#include <aitb/config.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/scenario.hpp>

namespace media {

struct EmbeddingsOptions {
  std::string model = "text-embedding-3-small", encoding;
  std::vector<std::string> inputs{"Sixth generation mobile networks", "Traffic of AI services"};
  int batch_size = 16;
  std::optional<std::int64_t> dimensions;
  boost::json::object extra;
};
aitb::FieldTable fields(EmbeddingsOptions& options);

class EmbeddingsScenario final : public aitb::Scenario {
 public:
  using Options = EmbeddingsOptions;
  EmbeddingsScenario(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  Options options_;
};

}  // namespace media
