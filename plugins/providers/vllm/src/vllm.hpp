// The provider of vLLM and of any server of OpenAI's dialect that is known by its URL alone.
#pragma once
#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/provider.hpp>

#include <string>

#include "openai_dialect/api.hpp"

namespace vllm {

struct Options {
  std::string base_url = "http://localhost:8000/v1";
  std::string api_key;
  std::string send_reasoning = "never";
  bool stream_usage = true;
  std::map<std::string, std::string> headers;
  boost::json::object extra;
  service::Connection connection;
};
aitb::FieldTable fields(Options& options);

/// "http://host:8000", "http://host:8000/" and "http://host:8000/v1/" all mean …/v1; other paths stay.
std::string normalised(std::string base_url);

/// One a lane; connections are kept and shared by the lane's sessions.
class Vllm final : public aitb::Provider,
                   public aitb::Chat,
                   public aitb::Embeddings,
                   public aitb::Transcription {
 public:
  using Options = vllm::Options;
  Vllm(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override {
    return aitb::offer<aitb::Chat, aitb::Embeddings, aitb::Transcription>(*this, face_id);
  }
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;
  aitb::task<std::vector<std::vector<float>>> embed(aitb::EmbeddingRequest request,
                                                    aitb::Exchange& out) override;
  aitb::task<> transcribe(aitb::TranscriptionRequest request, aitb::Exchange& out) override;

 private:
  Options options_;
  openai_dialect::Rules rules_;
  openai_dialect::Api api_;
};

}  // namespace vllm
