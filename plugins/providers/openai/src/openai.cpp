#include "openai.hpp"

#include "computer_step.hpp"
#include "openai_dialect/media.hpp"
#include "responses_chat.hpp"

namespace openai {

OpenAi::OpenAi(Options options, aitb::Context& context)
    : options_(std::move(options)), api_(options_.account, options_.connection, context) {}

void* OpenAi::face(std::string_view face_id) noexcept {
  return aitb::offer<aitb::Chat, aitb::Images, aitb::Embeddings, aitb::Speech, aitb::Transcription,
                     aitb::Computer>(*this, face_id);
}

aitb::task<> OpenAi::send(aitb::ChatRequest request, aitb::Exchange& out) {
  if (options_.api == "responses") return responses_chat(api_, options_, std::move(request), out);
  return openai_dialect::chat(api_, options_.rules, std::move(request), out);
}

aitb::task<> OpenAi::generate(aitb::ImageRequest request, aitb::Exchange& out) {
  return openai_dialect::generate_images(api_, std::move(request), out);
}

aitb::task<std::vector<std::vector<float>>> OpenAi::embed(aitb::EmbeddingRequest request,
                                                          aitb::Exchange& out) {
  return openai_dialect::embed(api_, std::move(request), out);
}

aitb::task<> OpenAi::speak(aitb::SpeechRequest request, aitb::Exchange& out) {
  return openai_dialect::speak(api_, std::move(request), out);
}

aitb::task<> OpenAi::transcribe(aitb::TranscriptionRequest request, aitb::Exchange& out) {
  return openai_dialect::transcribe(api_, std::move(request), out);
}

aitb::task<aitb::ComputerReply> OpenAi::step(aitb::ComputerRequest request, aitb::Exchange& out) {
  return computer_step(api_, options_, std::move(request), out);
}

}  // namespace openai
