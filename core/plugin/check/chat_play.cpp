#include "core/plugin/check/chat_play.hpp"

#include <aitb/schema.hpp>

#include "core/session/live_exchange.hpp"

namespace aitb::core::check {
namespace {

constexpr Duration patience = std::chrono::seconds(20);

void put_server(boost::json::value& value, const std::string& url) {
  if (value.is_object())
    for (auto& member : value.as_object()) put_server(member.value(), url);
  else if (value.is_array())
    for (auto& item : value.as_array()) put_server(item, url);
  else if (value.is_string()) {
    std::string text(value.as_string());
    const std::size_t at = text.find("${SERVER}");
    if (at != text.npos) value = text.replace(at, 9, url);
  }
}

task<> send(Chat& chat, ChatRequest request, Exchange& out) { co_await chat.send(std::move(request), out); }

}  // namespace

Played play(Workbench& bench, const Subject& subject, const CheckFile& file, const CheckCase& one,
            WirePlan plan, const PlayOptions& options) {
  bench.log.text.clear();
  WireServer server(bench.lane, std::move(plan));
  boost::json::object all = sample_options(subject, bench.plugin, bench.component);
  for (const auto& [key, value] : file.options) all[key] = value;
  boost::json::value with_server = all;
  put_server(with_server, server.url());
  visit_marked(component_schema(bench.component), with_server, "x-secret",
               [](const std::string&, boost::json::value& part) { part = canary; });

  const Made made = bench.make(with_server.as_object());
  Chat* chat = face<Chat>(*static_cast<Provider*>(made.get()));
  if (chat == nullptr) throw Error(ErrorKind::unsupported, "the provider has no chat face");

  Record start;
  start.operation = "chat", start.attempt = 1, start.streaming = one.request.stream;
  start.dispatched = bench.clock->now();
  LiveExchange exchange(*bench.clock, std::move(start));
  Played played;
  bool ended = false;
  std::exception_ptr failure;
  {
    Running running(bench.executor(), send(*chat, one.request, exchange), [&](std::exception_ptr why) {
      ended = true;
      failure = why;
    });
    if (options.cancel_after) {
      std::size_t handlers = 0;
      bench.turn_until([&] { return ended || handlers++ > *options.cancel_after; }, patience);
      bench.post_and_wait([&] {  // on the lane, as every call of cancel() must be
        played.cancelled_in_time = !ended;
        if (!ended) running.cancel();
      });
    }
    played.hung = !bench.turn_until([&] { return ended; }, patience);
    if (played.hung) {
      bench.post_and_wait([&] { running.cancel(); });
      if (!bench.turn_until([&] { return ended; }, patience))
        throw Error(ErrorKind::timeout, "neither ends nor can be cancelled");
    }
  }
  bench.lane.restart();
  bench.lane.poll();  // drained before the provider goes, as the host does it
  if (failure) played.error = as_error(failure, "sending a chat");
  played.record = exchange.finish(played.error ? &*played.error : nullptr, played.reply);
  played.log = bench.log.text;
  played.requests = server.requests();
  return played;
}

}  // namespace aitb::core::check
