// POST /completions, the older endpoint: text goes on from text.
#include <fmt/format.h>

#include <algorithm>

#include <sim_kit/json_read.hpp>
#include "check.hpp"
#include "completion_writer.hpp"
#include "media_endpoints.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;

constexpr std::int64_t kManyTokens = 1 << 20, kUsualTokens = 16;
constexpr std::size_t kPrompts = 128;

std::string decoded(const Desk& desk, std::string_view model, const json::array& tokens) {
  std::vector<std::uint32_t> ids;
  for (const json::value& token : tokens) {
    const std::int64_t* number = token.if_int64();
    if (number == nullptr || *number < 0 || *number > UINT32_MAX)
      throw wrong_type(
          "prompt", "one of a string, an array of strings, an array of tokens, or an array of token arrays",
          token);
    ids.push_back(static_cast<std::uint32_t>(*number));
  }
  try {
    return desk.stage.planner.counter_for(model).decode(ids);
  } catch (const aitb::Error&) {
    throw bad_request("", "prompt", "Invalid token in 'prompt'.");
  }
}

std::vector<std::string> read_prompts(const Desk& desk, std::string_view model, const json::object& body) {
  const json::value* prompt = sim_kit::member(body, "prompt");
  if (prompt == nullptr) return {""};
  if (const json::string* one = prompt->if_string()) return {std::string(view(*one))};
  const json::array* several = prompt->if_array();
  if (several == nullptr) throw wrong_type("prompt", "one of a string or an array", *prompt);
  if (several->empty()) throw bad_request("empty_array", "prompt", "Invalid 'prompt': empty array.");
  if (several->front().is_number()) return {decoded(desk, model, *several)};
  if (several->size() > kPrompts)
    throw bad_request("array_above_max_length", "prompt", "Invalid 'prompt': array too long.");
  std::vector<std::string> prompts;
  for (const json::value& one : *several) {
    if (one.is_string()) {
      prompts.emplace_back(view(one.get_string()));
    } else if (one.is_array()) {
      prompts.push_back(decoded(desk, model, one.get_array()));
    } else {
      throw wrong_type(fmt::format("prompt[{}]", prompts.size()), "a string", one);
    }
  }
  return prompts;
}

void read_settings(const json::object& body, sim_kit::Ask& ask) {
  number(body, "temperature", 0, 2);
  number(body, "top_p", 0, 1);
  ask.n = static_cast<int>(integer(body, "n", 1, 128).value_or(1));
  ask.limit = integer(body, "max_tokens", 1, kManyTokens).value_or(kUsualTokens);
  ask.stream = boolean(body, "stream", "stream").value_or(false);
  ask.may_reason = false;
  const json::value* stop = sim_kit::member(body, "stop");
  if (stop == nullptr) return;
  if (stop->is_string()) ask.stop.push_back(view(stop->get_string()));
  for (std::size_t i = 0; stop->is_array() && i < stop->get_array().size(); ++i) {
    const json::value& one = stop->get_array()[i];
    if (one.is_string() && !one.get_string().empty()) ask.stop.push_back(view(one.get_string()));
  }
}

}  // namespace

void answer_completion(Desk& desk, const aitb::ServerRequest& request, Answer& made) {
  const std::string_view used = desk.admit(request);
  const json::object body = Desk::read_body(request);
  const std::string_view model = view(needed_string(body, "model", "model"));
  if (!desk.models.exists(model)) throw desk.no_model(model);
  if (sim_kit::member(body, "logprobs") != nullptr && desk.dialect == Dialect::openai)
    throw bad_request("unsupported_parameter", "logprobs",
                      "Unsupported parameter: 'logprobs' is not supported with this model.");
  auto plan = std::make_unique<CompletionPlan>();
  const sim_kit::Do* scripted = nullptr;
  for (const std::string& prompt : read_prompts(desk, model, body)) {
    sim_kit::Ask ask;
    ask.model = model;
    ask.path = request.path;
    ask.headers = &request.headers;
    ask.begin_turn(sim_kit::Role::user);
    ask.add(sim_kit::PartKind::text, prompt);
    read_settings(body, ask);
    ask.digest = sim_kit::digest(prompt, sim_kit::digest(model));
    scripted = desk.follow_script(ask);
    const std::int64_t before = plan->prompt_tokens;
    desk.stage.planner.plan(ask, scripted, *plan);
    plan->prompt_tokens = before + desk.count(prompt, model);  // no frame around a bare text
    const bool echo = boolean(body, "echo", "echo").value_or(false);
    plan->echoes.resize(plan->choices.size(), echo ? prompt : std::string());
  }
  const json::object* options = object(body, "stream_options", "stream_options");
  plan->include_usage = options != nullptr &&
                        boolean(*options, "include_usage", "stream_options.include_usage").value_or(false);
  plan->id = desk.id("cmpl-", 29);
  desk.stage.schedule(*plan, request, scripted);
  desk.limit(request, used, plan->prompt_tokens + plan->completion_tokens, made.headers);
  if (plan->stream) {
    made.writer = std::make_unique<CompletionWriter>(*plan);
  } else {
    made.write = [](sim_kit::Plan& done) { return completion_body(static_cast<CompletionPlan&>(done)); };
  }
  made.plan = std::move(plan);
}

}  // namespace openai_simulator
