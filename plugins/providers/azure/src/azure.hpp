// The providers of Azure: OpenAI's dialect with Azure's URLs, key header and content filter.
#pragma once
#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/provider.hpp>

#include <optional>
#include <string>

#include "openai_dialect/api.hpp"

namespace azure {

struct Options {
  std::string base_url, api_key, form = "auto", deployment, api_version;
  std::string auth = "api-key";
  std::string max_tokens_field = "max_completion_tokens";
  bool stream_usage = true;
  std::map<std::string, std::string> headers;
  boost::json::object extra;
  service::Connection connection;
};
aitb::FieldTable fields(Options& options);

/// Azure OpenAI. One a lane; connections are kept and shared by the lane's sessions.
class AzureOpenAi : public aitb::Provider,
                    public aitb::Chat,
                    public aitb::Images,
                    public aitb::Embeddings,
                    public aitb::Speech,
                    public aitb::Transcription {
 public:
  using Options = azure::Options;
  AzureOpenAi(Options options, aitb::Context& context)
      : AzureOpenAi(std::move(options), context, "deployments") {}

  void* face(std::string_view face_id) noexcept override {
    return aitb::offer<aitb::Chat, aitb::Images, aitb::Embeddings, aitb::Speech, aitb::Transcription>(
        *this, face_id);
  }
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;
  aitb::task<> generate(aitb::ImageRequest request, aitb::Exchange& out) override;
  aitb::task<std::vector<std::vector<float>>> embed(aitb::EmbeddingRequest request,
                                                    aitb::Exchange& out) override;
  aitb::task<> speak(aitb::SpeechRequest request, aitb::Exchange& out) override;
  aitb::task<> transcribe(aitb::TranscriptionRequest request, aitb::Exchange& out) override;

 protected:
  AzureOpenAi(Options options, aitb::Context& context, const std::string& form_of_bare_urls);

 private:
  /// Throws Error(config) if nobody said where the resource is.
  openai_dialect::Api& api();

  Options options_;
  openai_dialect::Rules rules_;
  std::optional<openai_dialect::Api> api_;  // none without an endpoint
};

/// Models of other vendors behind one endpoint: chat and embeddings, the model named in the body.
class AzureInference final : public AzureOpenAi {
 public:
  struct Options : azure::Options {
    Options() { max_tokens_field = "max_tokens"; }
  };
  AzureInference(Options options, aitb::Context& context)
      : AzureOpenAi(std::move(options), context, "models") {}
  void* face(std::string_view face_id) noexcept override {
    return aitb::offer<aitb::Chat, aitb::Embeddings>(*this, face_id);
  }
};
aitb::FieldTable fields(AzureInference::Options& options);

}  // namespace azure
