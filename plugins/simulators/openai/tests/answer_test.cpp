// Whole answers, tools, structured output, reasoning, models: the wire shapes.
#include <gtest/gtest.h>

#include <aitb/tokens.hpp>

#include "stand_ins.hpp"

namespace {

namespace json = boost::json;
using namespace simulator_test;
using openai_simulator::Options;

const json::value kWeather =
    json::parse(R"([{"type": "function", "function": {"name": "get_weather", "parameters": {
  "type": "object", "properties": {"city": {"type": "string"}, "unit": {"enum": ["C", "F"]}, "days": {"type": "integer", "minimum": 1, "maximum": 7}},
  "required": ["city", "unit", "days"], "additionalProperties": false}}}])");

std::int64_t tokens(std::string_view text) {
  return static_cast<std::int64_t>(aitb::token_counter("o200k_base")->count(text));
}

json::value body(const Peer& peer) { return json::parse(peer.body); }

TEST(Answer, HasTheMembersOfTheRealService) {
  Bench bench;
  const Peer& peer = bench.post(ask("Hi"));
  EXPECT_EQ(peer.status, 200);
  const json::object answer = body(peer).as_object();
  std::vector<std::string> names;
  for (const auto& member : answer) names.emplace_back(member.key());
  EXPECT_EQ(names, (std::vector<std::string>{"id", "object", "created", "model", "choices", "usage",
                                             "service_tier", "system_fingerprint"}));
  EXPECT_EQ(answer.at("object"), "chat.completion");
  EXPECT_EQ(answer.at("model"), "gpt-4o-mini");
  EXPECT_EQ(answer.at("created"), 1'763'700'001);
  const json::value& choice = answer.at("choices").at(0);
  EXPECT_EQ(choice.at("finish_reason"), "stop");
  EXPECT_TRUE(choice.at("logprobs").is_null());
  EXPECT_TRUE(choice.at("message").at("refusal").is_null());
  EXPECT_EQ(choice.at("message").at("role"), "assistant");
  const std::string text(choice.at("message").at("content").as_string());
  EXPECT_EQ(answer.at("usage").at("completion_tokens"), tokens(text));
  EXPECT_EQ(
      json::serialize(answer.at("usage").at("completion_tokens_details")),
      R"({"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0})");
}

TEST(Answer, TellsRequestIdLimitsAndVersionInItsHead) {
  Bench bench;
  const Peer& peer = bench.post(ask("Hi"));
  EXPECT_EQ(peer.headers.get("x-request-id").substr(0, 4), "req_");
  EXPECT_EQ(peer.headers.get("openai-version"), "2020-10-01");
  EXPECT_EQ(peer.headers.get("openai-processing-ms"), "0");
  EXPECT_EQ(peer.headers.get("x-ratelimit-limit-requests"), "30000");
  EXPECT_EQ(peer.headers.get("x-ratelimit-remaining-requests"), "29999");
  EXPECT_EQ(peer.headers.get("x-ratelimit-reset-requests"), "2ms");
}

TEST(Answer, CallsTheToolThatIsRequired) {
  Bench bench;
  const json::value answer =
      body(bench.post(ask("Weather?", {{"tools", kWeather}, {"tool_choice", "required"}})));
  const json::value& choice = answer.at("choices").at(0);
  EXPECT_EQ(choice.at("finish_reason"), "tool_calls");
  EXPECT_TRUE(choice.at("message").at("content").is_null());
  const json::value& call = choice.at("message").at("tool_calls").at(0);
  EXPECT_EQ(std::string(call.at("id").as_string()).substr(0, 5), "call_");
  EXPECT_EQ(call.at("type"), "function");
  EXPECT_EQ(call.at("function").at("name"), "get_weather");
  const std::string text(call.at("function").at("arguments").as_string());
  const json::object arguments = json::parse(text).as_object();
  EXPECT_EQ(arguments.size(), 3u);
  EXPECT_TRUE(arguments.at("city").is_string());
  EXPECT_TRUE(arguments.at("unit") == "C" || arguments.at("unit") == "F");
  EXPECT_GE(arguments.at("days").as_int64(), 1);
  EXPECT_LE(arguments.at("days").as_int64(), 7);
  EXPECT_EQ(answer.at("usage").at("completion_tokens"), tokens("get_weather") + tokens(text));
}

TEST(Answer, StreamsAToolCallInPieces) {
  Bench bench;
  const Peer& peer =
      bench.post(ask("Weather?", {{"tools", kWeather}, {"tool_choice", "required"}, {"stream", true}}));
  const auto all = chunks(peer);
  EXPECT_TRUE(all[0].at("choices").at(0).at("delta").at("content").is_null());
  const json::value& head = all[1].at("choices").at(0).at("delta").at("tool_calls").at(0);
  EXPECT_EQ(head.at("function").at("arguments"), "");
  std::string text;
  for (std::size_t i = 2; i + 1 < all.size(); ++i) {
    const json::object& piece = all[i].at("choices").at(0).at("delta").at("tool_calls").at(0).as_object();
    EXPECT_FALSE(piece.contains("id")) << "id and name are never repeated";
    text += piece.at("function").at("arguments").as_string();
  }
  EXPECT_EQ(json::parse(text).as_object().size(), 3u);
  EXPECT_EQ(all.back().at("choices").at(0).at("finish_reason"), "tool_calls");
  const json::value whole =
      body(bench.post(ask("Weather?", {{"tools", kWeather}, {"tool_choice", "required"}})));
  const json::value& message = whole.at("choices").at(0).at("message");
  EXPECT_EQ(message.at("tool_calls").at(0).at("function").at("arguments"), json::value(text));
}

TEST(Answer, ANamedToolEndsWithStop) {
  Bench bench;
  const json::value choice = json::parse(R"({"type": "function", "function": {"name": "get_weather"}})");
  const json::value answer =
      body(bench.post(ask("Weather?", {{"tools", kWeather}, {"tool_choice", choice}})));
  EXPECT_EQ(answer.at("choices").at(0).at("finish_reason"), "stop");
  EXPECT_EQ(answer.at("choices").at(0).at("message").at("tool_calls").at(0).at("function").at("name"),
            "get_weather");
}

TEST(Answer, ToolsAloneGiveTextUnlessTheOptionSaysOtherwise) {
  const json::object request = ask("Weather?", {{"tools", kWeather}});
  Options options;
  options.tool_call_probability = 0;
  EXPECT_TRUE(body(Bench(options).post(request)).at("choices").at(0).at("message").at("content").is_string());
  options.tool_call_probability = 1;
  Bench eager(options);
  EXPECT_EQ(body(eager.post(request)).at("choices").at(0).at("finish_reason"), "tool_calls");
  json::object with_result = request;
  with_result["messages"] = json::parse(R"([{"role": "user", "content": "Weather?"},
    {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}]},
    {"role": "tool", "tool_call_id": "c1", "content": "rain"}])");
  EXPECT_EQ(body(eager.post(with_result)).at("choices").at(0).at("finish_reason"), "stop")
      << "the result is used";
}

TEST(Answer, FitsTheSchemaThatIsAskedFor) {
  Bench bench;
  const json::value format =
      json::parse(R"({"type": "json_schema", "json_schema": {"name": "p", "strict": true, "schema": {
    "type": "object", "properties": {"name": {"$ref": "#/$defs/word"}, "tags": {"type": "array", "items": {"type": "string"}, "minItems": 2},
    "score": {"type": "number", "minimum": 0, "exclusiveMaximum": 1}, "next": {"anyOf": [{"type": "null"}, {"type": "object"}]}},
    "required": ["name", "tags", "score", "next"], "additionalProperties": false, "$defs": {"word": {"type": "string", "maxLength": 5}}}}})");
  const json::value answer = body(bench.post(ask("Give me", {{"response_format", format}})));
  const json::value got = json::parse(answer.at("choices").at(0).at("message").at("content").as_string());
  EXPECT_LE(got.at("name").as_string().size(), 5u);
  EXPECT_EQ(got.at("tags").as_array().size(), 2u);
  EXPECT_GE(got.at("score").to_number<double>(), 0);
  EXPECT_LT(got.at("score").to_number<double>(), 1);
  EXPECT_TRUE(got.at("next").is_null());
}

TEST(Answer, IsAnObjectInJsonMode) {
  Bench bench;
  const json::value answer =
      body(bench.post(ask("Answer in JSON", {{"response_format", {{"type", "json_object"}}}})));
  EXPECT_TRUE(json::parse(answer.at("choices").at(0).at("message").at("content").as_string()).is_object());
}

TEST(Answer, CountsReasoningThatIsNotShown) {
  Bench bench;
  const json::value answer = body(bench.post(ask("Hi", {{"model", "gpt-5-mini"}})));
  const json::value& usage = answer.at("usage");
  EXPECT_EQ(usage.at("completion_tokens_details").at("reasoning_tokens"), 64);
  const std::string text(answer.at("choices").at(0).at("message").at("content").as_string());
  EXPECT_EQ(usage.at("completion_tokens"), 64 + tokens(text));
  const json::value low =
      body(bench.post(ask("Hi", {{"model", "gpt-5-mini"}, {"reasoning_effort", "minimal"}})));
  EXPECT_EQ(low.at("usage").at("completion_tokens_details").at("reasoning_tokens"), 0);
}

TEST(Answer, ReasoningUsesTheLimitUpFirst) {
  Bench bench;
  const json::value answer =
      body(bench.post(ask("Hi", {{"model", "gpt-5-mini"}, {"max_completion_tokens", 40}})));
  EXPECT_EQ(answer.at("choices").at(0).at("message").at("content"), "");
  EXPECT_EQ(answer.at("choices").at(0).at("finish_reason"), "length");
  EXPECT_EQ(answer.at("usage").at("completion_tokens"), 40);
}

TEST(Answer, ShowsReasoningUnderTheConfiguredName) {
  Options options;
  options.reasoning_field = "reasoning_content";
  options.models = {"deepseek-*"};
  options.reasoning_models = {"deepseek-reasoner"};
  options.reasoning_tokens = aitb::Distribution(10);
  Bench bench(options);
  const json::object request = ask("Hi", {{"model", "deepseek-reasoner"}});
  const json::value answer = body(bench.post(request));
  const std::string reasoning(answer.at("choices").at(0).at("message").at("reasoning_content").as_string());
  EXPECT_EQ(tokens(reasoning), 10);
  json::object streaming = request;
  streaming["stream"] = true;
  std::string streamed;
  for (const json::object& chunk : chunks(bench.post(streaming))) {
    const json::object& delta = chunk.at("choices").at(0).at("delta").as_object();
    if (delta.contains("reasoning_content")) streamed += delta.at("reasoning_content").as_string();
  }
  EXPECT_EQ(streamed, reasoning);
}

TEST(Models, AreListedAndFoundByName) {
  Bench bench;
  const json::value list = body(bench.put(bench.request("GET", "/v1/models")));
  EXPECT_EQ(list.at("object"), "list");
  const json::object first = list.at("data").at(0).as_object();
  EXPECT_EQ(first.size(), 4u);
  const json::value one = body(bench.put(bench.request("GET", "/v1/models/gpt-4o-mini")));
  EXPECT_EQ(one.at("id"), "gpt-4o-mini");
  EXPECT_EQ(one.at("object"), "model");
  EXPECT_EQ(bench.put(bench.request("GET", "/v1/models/gpt-4o-2024-08-06")).status, 200)
      << "a dated snapshot";
  EXPECT_EQ(bench.put(bench.request("GET", "/models/ft:gpt-4o-mini:org::x1")).status, 200) << "a fine-tune";
}

TEST(Service, SaysWhatItIs) {
  Bench bench;
  EXPECT_EQ(body(bench.put(bench.request("GET", "/health"))).at("status"), "ok");
  EXPECT_EQ(body(bench.put(bench.request("GET", "/"))).at("base_url"), "/v1");
}

}  // namespace
