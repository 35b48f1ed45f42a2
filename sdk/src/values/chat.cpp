#include <aitb/scenario.hpp>

namespace aitb::inline v1 {
namespace {

task<> send_chat(Chat* chat, ChatRequest request, Exchange& out) {
  task<> sending = chat->send(std::move(request), out);
  co_await std::move(sending);
}

}  // namespace

task<Reply> chat(Session& session, ChatRequest request, std::string role) {
  Chat& face = need<Chat>(session, role);
  ExchangeSpec spec("chat", request.model, request.stream);
  spec.role = role;
  // Kept by value inside the work: every attempt sends its own copy.
  Session::Work work = [&face, request = std::move(request)](Exchange& out) {
    return send_chat(&face, request, out);
  };
  Reply reply = co_await session.perform(std::move(spec), std::move(work));
  co_return reply;
}

}  // namespace aitb::inline v1
