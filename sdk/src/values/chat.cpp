#include <aitb/scenario.hpp>

namespace aitb::inline v1 {

task<Reply> chat(Session& session, ChatRequest request, std::string role) {
  Chat& face = need<Chat>(session, role);
  ExchangeSpec spec("chat", request.model, request.stream);
  spec.role = std::move(role);
  // Kept by value inside the work: every attempt sends its own copy.
  Session::Work work = [&face, request = std::move(request)](Exchange& out) {
    return face.send(request, out);
  };
  return session.perform(std::move(spec), std::move(work));
}

}  // namespace aitb::inline v1
