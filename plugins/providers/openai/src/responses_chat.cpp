#include "responses_chat.hpp"

#include "responses_body.hpp"
#include "service/event_reader.hpp"
#include "service/prompt.hpp"
#include "service/response.hpp"

namespace openai {

using service::EventDecoder;

aitb::task<> ask_responses(openai_dialect::Api& api, std::string model, std::string body, bool stream,
                           ResponsesReader& reader, aitb::Exchange& out) {
  aitb::HttpRequest http = api.request("/responses", model, std::move(body));
  if (stream) http.headers.set("Accept", "text/event-stream");
  aitb::HttpResponse response = co_await api.send(std::move(http), out);
  if (!service::is_event_stream(response, stream)) {
    const std::string text = co_await response.text();
    reader.whole(service::parsed_answer(text, api.scratch(), api.peer()));
    co_return;
  }
  EventDecoder::Each each = [&reader](std::string_view type, const boost::json::object& event) {
    reader.event(type, event);
  };
  EventDecoder decoder(out, api.scratch(), api.peer(), std::move(each));
  co_await service::read_events(response, decoder);
  if (!reader.ended()) throw decoder.cut_off("response.completed");
}

aitb::task<> responses_chat(openai_dialect::Api& api, const Options& options, aitb::ChatRequest request,
                            aitb::Exchange& out) {
  std::string body = responses_body(request, options);
  std::string model = request.model;
  const bool stream = request.stream;
  out.request(service::prompt_text(request), service::content_bytes(request));
  request = aitb::ChatRequest();
  ResponsesReader reader(out, api.peer());
  co_await ask_responses(api, std::move(model), std::move(body), stream, reader, out);
}

}  // namespace openai
