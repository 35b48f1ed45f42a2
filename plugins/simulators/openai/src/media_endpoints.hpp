// /images, /embeddings, /audio and the older /completions.
#pragma once
#include <memory>

#include "desk.hpp"

namespace openai_simulator {

class MediaEndpoints {
 public:
  MediaEndpoints(Desk& desk, aitb::Context& context);
  /// False if the path is another. Throws ApiError.
  bool answer(const aitb::ServerRequest& request, std::string_view path, Answer& made);

 private:
  Desk& desk_;
};

}  // namespace openai_simulator
