#include "openai_dialect/whole_answer.hpp"

#include <boost/json/array.hpp>
#include <string>

#include "openai_dialect/payload.hpp"
#include "openai_dialect/tool_calls.hpp"
#include "openai_dialect/usage.hpp"
#include "service/json_read.hpp"

namespace openai_dialect {

using namespace service;
namespace {

namespace json = boost::json;
using aitb::Error;
using aitb::ErrorKind;

Error not_an_answer(const Peer& peer, std::string_view why, std::string_view body) {
  return Error(ErrorKind::protocol,
               "reading the answer of " + peer.service + ": " + std::string(why) + ": " + peer.excerpt(body));
}

void report_choice(const json::object& choice, bool first, ToolCalls& calls, aitb::Exchange& out) {
  const std::int64_t index = integer_at(choice, "index").value_or(0);
  const json::object* message = object_at(choice, "message");
  if (message == nullptr || !report_payload(index, *message, calls, out))
    out.delta(aitb::Channel::answer, {});
  const std::string_view reason = text_at(choice, "finish_reason");
  if (first && !reason.empty()) out.finish_reason(reason);
}

}  // namespace

void report_whole_answer(std::string_view body, aitb::Exchange& out, JsonScratch& scratch, const Peer& peer) {
  const json::value* parsed = scratch.parse(body);
  if (parsed == nullptr)
    throw not_an_answer(peer, body.empty() ? "the body is empty" : "it is not JSON", body);
  const json::object* object = parsed->if_object();
  if (object != nullptr && is_error(*object)) throw event_failure(peer, *parsed);
  const json::array* choices = object != nullptr ? array_at(*object, "choices") : nullptr;
  if (choices == nullptr || choices->empty()) throw not_an_answer(peer, "it has no choices", body);

  out.identify(text_at(*object, "id"), text_at(*object, "model"));
  ToolCalls calls;
  bool first = true;
  for (const json::value& choice : *choices) {
    if (const json::object* one = choice.if_object()) report_choice(*one, first, calls, out);
    first = false;
  }
  calls.report(out);
  if (const json::object* usage = object_at(*object, "usage")) out.usage(read_usage(*usage));
  if (choices->size() > 1) out.note("choices", std::to_string(choices->size()));
}

}  // namespace openai_dialect
