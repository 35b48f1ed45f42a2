#include "media_endpoints.hpp"

namespace openai_simulator {

MediaEndpoints::MediaEndpoints(Desk& desk, aitb::Context& context)
    : desk_(desk),
      files_(context.commons->get<KeptFiles>("files", [] { return std::make_shared<KeptFiles>(); })) {}

bool MediaEndpoints::answer(const aitb::ServerRequest& request, std::string_view path, Answer& made) {
  constexpr std::string_view kFiles = "/images/files/";
  if (path.starts_with(kFiles)) {  // as with the real service's addresses, whoever knows one may look
    Desk::expect_method(request, "GET", made.headers);
    const auto file = files_->get(std::string(path.substr(kFiles.size())));
    if (!file) throw ApiError(404, std::string(kInvalid), "The picture is not there (any more).");
    made.body = *file;
    made.type = "image/png";
    return true;
  }
  const auto post = [&] { Desk::expect_method(request, "POST", made.headers); };
  if (path == "/completions") {
    post();
    answer_completion(desk_, request, made);
    return true;
  }
  if (desk_.dialect == Dialect::deepseek) return false;
  if (path == "/embeddings") {
    post();
    answer_embeddings(desk_, request, made);
    return true;
  }
  if (desk_.dialect == Dialect::vllm) return false;
  if (path == "/images/generations") {
    post();
    answer_images(desk_, *files_, request, made);
  } else if (path == "/audio/speech") {
    post();
    answer_speech(desk_, request, made);
  } else if (path == "/audio/transcriptions") {
    post();
    answer_transcription(desk_, request, made);
  } else {
    return false;
  }
  return true;
}

}  // namespace openai_simulator
