// /images, /embeddings and /audio.
#pragma once
#include <memory>

#include "desk.hpp"
#include "kept_files.hpp"

namespace openai_simulator {

class MediaEndpoints {
 public:
  MediaEndpoints(Desk& desk, aitb::Context& context);
  /// False if the path is another. Throws ApiError.
  bool answer(const aitb::ServerRequest& request, std::string_view path, Answer& made);

 private:
  Desk& desk_;
  std::shared_ptr<KeptFiles> files_;  ///< of all lanes
};

void answer_images(Desk& desk, KeptFiles& files, const aitb::ServerRequest& request, Answer& made);
void answer_embeddings(Desk& desk, const aitb::ServerRequest& request, Answer& made);
void answer_speech(Desk& desk, const aitb::ServerRequest& request, Answer& made);
void answer_transcription(Desk& desk, const aitb::ServerRequest& request, Answer& made);
void answer_completion(Desk& desk, const aitb::ServerRequest& request, Answer& made);

}  // namespace openai_simulator
