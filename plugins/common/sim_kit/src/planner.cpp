#include <sim_kit/planner.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include <aitb/error.hpp>

#include <sim_kit/ids.hpp>
#include <sim_kit/prompt_tokens.hpp>
#include <sim_kit/schema_sample.hpp>
#include <sim_kit/script.hpp>

namespace sim_kit {
namespace {

namespace json = boost::json;
using aitb::Random;

std::shared_ptr<const aitb::TokenCounter> load(std::string_view encoding) {
  auto counter = aitb::token_counter(encoding);
  if (counter) return counter;
  throw aitb::Error(aitb::ErrorKind::unsupported,
                    "loading the tokenizer " + std::string(encoding) +
                        ": its table is not installed; install aitb's data files");
}

std::uint32_t whole(double sample) {
  return static_cast<std::uint32_t>(std::clamp(std::lround(sample), 1L, 1L << 20));
}

double effort_factor(std::string_view effort) {
  if (effort == "none" || effort == "minimal") return 0;
  if (effort == "low") return 0.5;
  if (effort == "high") return 2;
  if (effort == "xhigh" || effort == "max") return 4;
  return 1;
}

const Tool* find_tool(const Ask& ask, std::string_view name) {
  const auto found =
      std::find_if(ask.tools.begin(), ask.tools.end(), [&](const Tool& tool) { return tool.name == name; });
  return found == ask.tools.end() ? nullptr : &*found;
}

}  // namespace

Planner::Planner(const Options& options, Style style, const Random& random)
    : options_(options),
      style_(style),
      texts_(random.split("text/" + std::to_string(options.seed))),
      reasoning_models_(options.reasoning_models),
      agent_(options.agent),
      o200k_(load("o200k_base")),
      cl100k_(load("cl100k_base")) {}

const aitb::TokenCounter& Planner::counter_for(std::string_view model) const {
  return aitb::encoding_of(model) == cl100k_->name() ? *cl100k_ : *o200k_;
}

bool Planner::reasons(std::string_view model) const { return reasoning_models_.match(model); }

Random Planner::texts(std::uint64_t digest) const {
  std::array<char, 20> name;
  const char* end = std::to_chars(name.data(), name.data() + name.size(), digest).ptr;
  return texts_.split(std::string_view(name.data(), end));
}

void Planner::plan(const Ask& ask, const Do* scripted, Plan& plan) const {
  plan.prompt_tokens = prompt_tokens(ask, counter_for(ask.model));
  plan.stream = ask.stream;
  plan.model = ask.model;
  const Random answer = texts(ask.digest);
  plan.choices.reserve(static_cast<std::size_t>(ask.n));
  for (int index = 0; index < ask.n; ++index) {
    plan.choices.push_back(choice(ask, scripted, answer.split(std::to_string(index)), plan));
  }
}

ChoicePlan Planner::choice(const Ask& ask, const Do* scripted, Random random, Plan& plan) const {
  ChoicePlan choice;
  std::uint32_t limit =
      ask.limit < 0 ? std::numeric_limits<std::uint32_t>::max() : static_cast<std::uint32_t>(ask.limit);
  const std::uint32_t thought = reason(ask, scripted, random, limit, choice);
  plan.reasoning_tokens += thought;
  limit -= thought;
  const bool says = scripted != nullptr && (!scripted->reply.empty() || !scripted->refusal.empty() ||
                                            scripted->tokens || !scripted->tool_calls.empty());
  if (limit == 0) {
    choice.finish_reason = "length";
  } else if (says) {
    obey(ask, *scripted, random, limit, choice);
  } else if (!use_tools(ask, random, limit, choice)) {
    speak(ask, random, limit, choice);
  }
  if (scripted != nullptr && !scripted->finish_reason.empty()) choice.finish_reason = scripted->finish_reason;
  plan.completion_tokens += thought + choice.content.tokens() + choice.refusal.tokens() + choice.name_tokens;
  for (const CallPlan& call : choice.calls) plan.completion_tokens += call.arguments.tokens();
  return choice;
}

/// Reasoning is paid from the same limit, and first.
std::uint32_t Planner::reason(const Ask& ask, const Do* scripted, Random& random, std::uint32_t limit,
                              ChoicePlan& choice) const {
  if (scripted != nullptr && !scripted->reasoning.empty()) {
    TokenSource text(filled(scripted->reasoning, ask), counter_for(ask.model), limit);
    const std::uint32_t thought = text.tokens();
    if (style_.shows_reasoning && ask.shows_reasoning) choice.reasoning = std::move(text);
    return thought;
  }
  if (!ask.may_reason || !reasons(ask.model)) return 0;
  const double tokens = options_.reasoning_tokens.sample(random) * effort_factor(ask.effort);
  if (tokens < 0.5) return 0;
  const std::uint32_t thought = std::min(whole(tokens), limit);
  if (style_.shows_reasoning && ask.shows_reasoning)
    choice.reasoning = TokenSource(random.split("reasoning"), whole(tokens), limit);
  return thought;
}

void Planner::obey(const Ask& ask, const Do& scripted, Random& random, std::uint32_t limit,
                   ChoicePlan& choice) const {
  const aitb::TokenCounter& counter = counter_for(ask.model);
  if (!scripted.refusal.empty()) {
    choice.refusal = TokenSource(filled(scripted.refusal, ask), counter, limit);
    choice.finish_reason = choice.refusal.cut() ? "length" : "stop";
    return;
  }
  if (!scripted.reply.empty()) {
    choice.content = TokenSource(filled(scripted.reply, ask), counter, limit);
  } else if (scripted.tokens) {
    choice.content = TokenSource(random.split("text"), static_cast<std::uint32_t>(*scripted.tokens), limit);
  }
  choice.finish_reason = choice.content.cut() ? "length" : "stop";
  stop_early(ask, choice);
  std::uint32_t left = limit - choice.content.tokens();
  for (const CallRule& rule : scripted.tool_calls) {
    const Tool* tool = find_tool(ask, rule.name);
    std::string arguments = "{}";
    if (!rule.arguments.is_null()) {
      arguments = rule.arguments.is_string() ? std::string(view(rule.arguments.get_string()))
                                             : json::serialize(rule.arguments);
    } else if (tool != nullptr) {
      const auto before = std::count_if(choice.calls.begin(), choice.calls.end(),
                                        [&](const CallPlan& made) { return made.name == rule.name; });
      arguments = Agent::arguments(ask, *tool, static_cast<std::size_t>(before), random);
    }
    call(ask, rule.name, tool != nullptr && tool->custom, std::move(arguments), random, left, choice);
    left = limit - std::min(limit, choice.content.tokens() + choice.name_tokens +
                                       choice.calls.back().arguments.tokens());
  }
}

/// True if the answer is about tools: it calls some, or quotes what they gave.
bool Planner::use_tools(const Ask& ask, Random& random, std::uint32_t limit, ChoicePlan& choice) const {
  if (ask.tool_mode == ToolMode::required || ask.tool_mode == ToolMode::named) {
    act(ask, random, limit, choice);
    return true;
  }
  if (options_.tool_call_probability) {
    const bool may = ask.tool_mode == ToolMode::automatic && !ask.tool_result_last() &&
                     random.uniform() < *options_.tool_call_probability;
    if (may) act(ask, random, limit, choice);
    return may;
  }
  if (options_.agent.max_calls < 1) return false;
  std::vector<WantedCall> step;
  if (ask.tool_mode == ToolMode::automatic) step = agent_.next(ask, texts_);
  for (const WantedCall& wanted : step) {
    std::string arguments = Agent::arguments(ask, *wanted.tool, wanted.nth, random);
    call(ask, wanted.tool->name, wanted.tool->custom, std::move(arguments), random, limit, choice);
    limit -= std::min(limit, choice.calls.back().arguments.tokens());
  }
  if (!step.empty()) return true;
  if (!ask.tool_result_last() || ask.format != "text") return false;
  choice.content = TokenSource(Agent::answer(ask), counter_for(ask.model), limit);
  choice.finish_reason = choice.content.cut() ? "length" : "stop";
  return true;
}

void Planner::speak(const Ask& ask, Random& random, std::uint32_t limit, ChoicePlan& choice) const {
  if (ask.format == "json_schema") {
    choice.content =
        TokenSource(json::serialize(schema_sample(*ask.schema, random)), counter_for(ask.model), limit);
  } else if (ask.format == "json_object") {
    json::object answer;
    answer["answer"] =
        TokenSource(random.split("text"), whole(options_.reply_tokens.sample(random)), limit).rest();
    choice.content = TokenSource(json::serialize(answer), counter_for(ask.model), limit);
  } else if (!options_.replies.empty()) {
    choice.content =
        TokenSource(options_.replies[random.below(options_.replies.size())], counter_for(ask.model), limit);
  } else {
    const std::uint32_t length = whole(options_.reply_tokens.sample(random));
    choice.content = TokenSource(random.split("text"), length, limit);
  }
  choice.finish_reason = choice.content.cut() ? "length" : "stop";
  stop_early(ask, choice);
}

void Planner::stop_early(const Ask& ask, ChoicePlan& choice) const {
  if (ask.stop.empty()) return;
  std::string text = choice.content.rest();
  std::size_t end = std::string::npos;
  for (std::string_view stop : ask.stop) {
    const std::size_t at = text.find(stop);
    if (at >= end) continue;
    end = at;
    choice.stop_text = stop;
  }
  if (end != std::string::npos) {
    text.resize(end);
    choice.finish_reason = "stop";
    choice.stopped = true;
  }
  choice.content =
      TokenSource(std::move(text), counter_for(ask.model), std::numeric_limits<std::uint32_t>::max());
}

/// One call, of the named tool or of one that the seed chooses.
void Planner::act(const Ask& ask, Random& random, std::uint32_t limit, ChoicePlan& choice) const {
  const bool named = ask.tool_mode == ToolMode::named;
  const Tool* tool = named ? find_tool(ask, ask.tool_name) : &ask.tools[random.below(ask.tools.size())];
  std::string arguments;
  if (tool->custom) {
    arguments = TokenSource(random.split("input"), whole(options_.reply_tokens.sample(random)), limit).rest();
  } else {
    const bool typed = tool->parameters != nullptr && tool->parameters->is_object();
    const json::value empty = json::object();
    arguments = json::serialize(schema_sample(typed ? *tool->parameters : empty, random));
    if (!typed) arguments = "{}";
  }
  call(ask, tool->name, tool->custom, std::move(arguments), random, limit, choice);
  if (named && !choice.calls.back().arguments.cut()) choice.finish_reason = "stop";
}

void Planner::call(const Ask& ask, std::string_view name, bool custom, std::string arguments, Random& random,
                   std::uint32_t limit, ChoicePlan& choice) const {
  const aitb::TokenCounter& counter = counter_for(ask.model);
  const auto named = static_cast<std::uint32_t>(counter.count(name));
  TokenSource source(std::move(arguments), counter, limit > named ? limit - named : 0);
  choice.name_tokens += named;
  choice.finish_reason = source.cut() ? "length" : "tool_calls";
  choice.calls.emplace_back(random_id(style_.call_prefix, style_.call_letters, random), std::string(name),
                            custom, std::move(source));
}

}  // namespace sim_kit
