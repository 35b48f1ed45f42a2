// The dialect's endpoints beside chat: pictures, vectors, speech and transcription.
#pragma once
#include <vector>

#include <aitb/media_faces.hpp>
#include <aitb/provider.hpp>

#include "openai_dialect/api.hpp"

namespace openai_dialect {

/// The body of an image request, by the rules of the model's family. Throws Error(unsupported).
std::string image_body(const aitb::ImageRequest& request);

/// [lane] Each picture goes to out.media, a picture that comes as a URL to out.delta(answer).
aitb::task<> generate_images(Api& api, aitb::ImageRequest request, aitb::Exchange& out);
aitb::task<std::vector<std::vector<float>>> embed(Api& api, aitb::EmbeddingRequest request,
                                                  aitb::Exchange& out);
aitb::task<> speak(Api& api, aitb::SpeechRequest request, aitb::Exchange& out);
aitb::task<> transcribe(Api& api, aitb::TranscriptionRequest request, aitb::Exchange& out);

}  // namespace openai_dialect
