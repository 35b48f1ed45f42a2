// The provider of OpenAI and of every service that speaks its protocol.
#pragma once
#include <aitb/computer.hpp>
#include <aitb/context.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/provider.hpp>

#include "options.hpp"

namespace openai {

/// One a lane; connections are kept and shared by the lane's sessions.
class OpenAi final : public aitb::Provider,
                     public aitb::Chat,
                     public aitb::Images,
                     public aitb::Embeddings,
                     public aitb::Speech,
                     public aitb::Transcription,
                     public aitb::Computer {
 public:
  using Options = openai::Options;
  OpenAi(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override;
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;
  aitb::task<> generate(aitb::ImageRequest request, aitb::Exchange& out) override;
  aitb::task<std::vector<std::vector<float>>> embed(aitb::EmbeddingRequest request,
                                                    aitb::Exchange& out) override;
  aitb::task<> speak(aitb::SpeechRequest request, aitb::Exchange& out) override;
  aitb::task<> transcribe(aitb::TranscriptionRequest request, aitb::Exchange& out) override;
  aitb::task<aitb::ComputerReply> step(aitb::ComputerRequest request, aitb::Exchange& out) override;

 private:
  Options options_;
  openai_dialect::Api api_;
};

}  // namespace openai
