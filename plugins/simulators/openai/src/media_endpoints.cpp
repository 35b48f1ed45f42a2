#include "media_endpoints.hpp"

namespace openai_simulator {

MediaEndpoints::MediaEndpoints(Desk& desk, aitb::Context&) : desk_(desk) {}

bool MediaEndpoints::answer(const aitb::ServerRequest& request, std::string_view path, Answer& made) {
  (void)request, (void)path, (void)made, (void)desk_;
  return false;
}

}  // namespace openai_simulator
