#include "chat_endpoint.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include <array>

#include <sim_kit/ids.hpp>
#include <sim_kit/prompt_tokens.hpp>
#include "chat_call.hpp"
#include "compat_writer.hpp"
#include "whole_body.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;
using sim_kit::random_id;

std::string new_id(Desk& desk) {
  if (desk.dialect == Dialect::vllm) return desk.id("chatcmpl-", 32);
  if (desk.dialect == Dialect::openai) return random_id("chatcmpl-", 29, desk.stage.ids);
  std::string made = desk.id("", 32);
  for (std::size_t at : {20, 16, 12, 8}) made.insert(at, 1, '-');
  return made;
}

/// What an earlier request of the same conversation left in the cache, in whole blocks of 64 tokens.
std::int64_t cached_tokens(const Desk& desk, const sim_kit::Ask& ask) {
  std::size_t said = ask.turns.size();
  while (said > 0 && ask.turns[said - 1].role != sim_kit::Role::assistant) --said;
  if (said == 0) return 0;
  return sim_kit::prompt_tokens(ask, desk.stage.planner.counter_for(ask.model), said - 1) / 64 * 64;
}

}  // namespace

void answer_chat(Desk& desk, const aitb::ServerRequest& request, Answer& made) {
  const std::string_view used = desk.admit(request);
  std::array<unsigned char, 8192> block;
  json::monotonic_resource memory(block.data(), block.size());
  json::parse_options deep;
  deep.max_depth = 128;
  json::error_code failed;
  const json::value body = json::parse(request.body, failed, &memory, deep);
  if (failed) throw Desk::not_json();
  ChatCall call = read_chat_call(body, desk.dialect);
  call.ask.path = request.path;
  call.ask.headers = &request.headers;
  call.ask.shows_reasoning = !desk.options.reasoning_field.empty();
  if (!desk.models.exists(call.ask.model)) throw desk.no_model(call.ask.model);
  if (desk.options.strict) check_strictly(body.get_object(), desk.stage.planner.reasons(call.ask.model));
  const sim_kit::Do* scripted = desk.follow_script(call.ask);
  auto plan = std::make_unique<ChatPlan>();
  plan->id = new_id(desk);
  desk.stage.planner.plan(call.ask, scripted, *plan);
  plan->include_usage = call.include_usage;
  plan->obfuscate = call.obfuscate && desk.options.obfuscation;
  plan->fingerprint = desk.fingerprint(call.ask.model);
  desk.stage.schedule(*plan, request, scripted);
  const Dialect dialect = desk.dialect;
  if (dialect == Dialect::deepseek) plan->cached_tokens = cached_tokens(desk, call.ask);
  desk.limit(request, used, plan->prompt_tokens + plan->completion_tokens, made.headers);
  const std::string& field = desk.options.reasoning_field;
  if (!plan->stream) {
    made.write = [dialect, &field](sim_kit::Plan& done) {
      auto& chat = static_cast<ChatPlan&>(done);
      return dialect == Dialect::openai ? whole_body(chat, field) : compat_body(chat, dialect, field);
    };
  } else if (dialect == Dialect::openai) {
    made.writer = std::make_unique<ChunkWriter>(*plan, field);
  } else {
    made.writer = std::make_unique<CompatWriter>(*plan, dialect, field);
  }
  made.plan = std::move(plan);
}

}  // namespace openai_simulator
