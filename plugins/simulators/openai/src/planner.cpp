#include "planner.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/serializer.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <aitb/error.hpp>

#include "ids.hpp"
#include "prompt_tokens.hpp"
#include "schema_sample.hpp"
#include "wildcard.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;
using aitb::Random;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

std::shared_ptr<const aitb::TokenCounter> load(std::string_view encoding) {
  auto counter = aitb::token_counter(encoding);
  if (counter) return counter;
  throw aitb::Error(aitb::ErrorKind::unsupported,
                    "loading the tokenizer " + std::string(encoding) +
                        ": its table is not installed; install aitb's data files");
}

/// FNV-1a over the members that make the answer what it is, so that a streamed and a whole answer agree.
std::uint64_t digest(const json::object& body) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  std::array<char, 2048> block{};
  json::serializer writer;
  for (const char* name : {"model", "messages", "seed", "tools", "tool_choice", "response_format"}) {
    const json::value* value = body.if_contains(name);
    if (value == nullptr) continue;
    writer.reset(value);
    while (!writer.done()) {
      for (char c : writer.read(block.data(), block.size())) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
      }
    }
  }
  return hash;
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

}  // namespace

Planner::Planner(const Options& options, const Random& random)
    : options_(options),
      texts_(random.split("text/" + std::to_string(options.seed))),
      o200k_(load("o200k_base")),
      cl100k_(load("cl100k_base")) {}

const aitb::TokenCounter& Planner::counter_for(std::string_view model) const {
  return aitb::encoding_of(model) == cl100k_->name() ? *cl100k_ : *o200k_;
}

bool Planner::reasons(std::string_view model) const { return matches_any(options_.reasoning_models, model); }

void Planner::plan(const json::object& body, const ChatCall& call, Plan& plan) const {
  plan.prompt_tokens = prompt_tokens(call, counter_for(call.model));
  plan.stream = call.stream;
  plan.include_usage = call.include_usage;
  plan.obfuscate = call.obfuscate && options_.obfuscation;
  const Random answer = texts_.split(std::to_string(digest(body)));
  plan.choices.reserve(static_cast<std::size_t>(call.n));
  for (int index = 0; index < call.n; ++index) {
    plan.choices.push_back(choice(call, answer.split(std::to_string(index)), plan));
  }
}

ChoicePlan Planner::choice(const ChatCall& call, Random random, Plan& plan) const {
  ChoicePlan choice;
  std::uint32_t limit =
      call.limit < 0 ? std::numeric_limits<std::uint32_t>::max() : static_cast<std::uint32_t>(call.limit);
  const std::uint32_t thought = reason(call, random, limit, choice);
  plan.reasoning_tokens += thought;
  plan.completion_tokens += thought;
  limit -= thought;
  const bool may = call.tool_mode == ToolMode::automatic && !call.tool_result_last &&
                   random.uniform() < options_.tool_call_probability;
  if (limit == 0) {
    choice.finish_reason = "length";
  } else if (may || call.tool_mode == ToolMode::required || call.tool_mode == ToolMode::named) {
    act(call, random, limit, choice, plan);
  } else {
    speak(call, random, limit, choice);
  }
  plan.completion_tokens += choice.content.tokens();
  return choice;
}

/// Reasoning is paid from the same limit, and first.
std::uint32_t Planner::reason(const ChatCall& call, Random& random, std::uint32_t limit,
                              ChoicePlan& choice) const {
  if (!reasons(call.model)) return 0;
  const double tokens = options_.reasoning_tokens.sample(random) * effort_factor(call.effort);
  if (tokens < 0.5) return 0;
  const std::uint32_t thought = std::min(whole(tokens), limit);
  if (!options_.reasoning_field.empty()) {
    choice.reasoning = TokenSource(random.split("reasoning"), whole(tokens), limit);
  }
  return thought;
}

void Planner::speak(const ChatCall& call, Random& random, std::uint32_t limit, ChoicePlan& choice) const {
  const aitb::TokenCounter& counter = counter_for(call.model);
  if (call.format == "json_schema") {
    choice.content = TokenSource(json::serialize(schema_sample(*call.schema, random)), counter, limit);
  } else if (call.format == "json_object") {
    json::object answer;
    answer["answer"] =
        TokenSource(random.split("text"), whole(options_.reply_tokens.sample(random)), limit).rest();
    choice.content = TokenSource(json::serialize(answer), counter, limit);
  } else if (!options_.replies.empty()) {
    choice.content = TokenSource(options_.replies[random.below(options_.replies.size())], counter, limit);
  } else {
    const std::uint32_t length = whole(options_.reply_tokens.sample(random));
    choice.content = TokenSource(random.split("text"), length, limit);
  }
  choice.finish_reason = choice.content.cut() ? "length" : "stop";
  if (call.stop.empty()) return;
  std::string text = choice.content.rest();
  std::size_t end = std::string::npos;
  for (std::string_view stop : call.stop) end = std::min(end, text.find(stop));
  if (end != std::string::npos) {
    text.resize(end);
    choice.finish_reason = "stop";
  }
  choice.content = TokenSource(std::move(text), counter, std::numeric_limits<std::uint32_t>::max());
}

/// One call, of the named tool or of one that the seed chooses.
void Planner::act(const ChatCall& call, Random& random, std::uint32_t limit, ChoicePlan& choice,
                  Plan& plan) const {
  const aitb::TokenCounter& counter = counter_for(call.model);
  const json::object* chosen = nullptr;
  std::string_view type;
  std::size_t skip = call.tool_mode == ToolMode::named ? 0 : random.below(call.tools->size());
  for (const json::value& tool : *call.tools) {
    type = view(tool.get_object().at("type").get_string());
    chosen = &tool.get_object().at(type).get_object();
    const bool fits =
        call.tool_mode != ToolMode::named || view(chosen->at("name").get_string()) == call.tool_name;
    if (fits && skip-- == 0) break;
  }
  const bool custom = type == "custom";
  const json::value* parameters = chosen->if_contains("parameters");
  std::string arguments;
  if (custom) {
    arguments = TokenSource(random.split("input"), whole(options_.reply_tokens.sample(random)), limit).rest();
  } else {
    const json::value empty = json::object();
    arguments = json::serialize(
        schema_sample(parameters != nullptr && parameters->is_object() ? *parameters : empty, random));
  }
  std::string name(view(chosen->at("name").get_string()));
  if (!custom && (parameters == nullptr || !parameters->is_object())) arguments = "{}";
  const auto named = static_cast<std::uint32_t>(counter.count(name));
  TokenSource source(std::move(arguments), counter, limit > named ? limit - named : 0);
  plan.completion_tokens += named + source.tokens();
  choice.finish_reason = source.cut() ? "length" : call.tool_mode == ToolMode::named ? "stop" : "tool_calls";
  choice.calls.emplace_back(random_id("call_", 24, random), std::move(name), custom, std::move(source));
}

}  // namespace openai_simulator
