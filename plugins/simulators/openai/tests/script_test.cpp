// Rules choose answers, and the agent behind them loops until its plan is done.
#include <gtest/gtest.h>

#include "stand_ins.hpp"

namespace {

namespace json = boost::json;
using namespace simulator_test;
using openai_simulator::Options;

/// Options as YAML gives them.
Options scripted(const char* rules) {
  Options options;
  json::object given;
  given["script"] = json::parse(rules);
  fields(options).decode(given);
  return options;
}

json::object message_of(const Peer& peer) {
  return json::parse(peer.body).at("choices").at(0).at("message").as_object();
}

const json::value kTools = json::parse(R"([
  {"type": "function", "function": {"name": "search_products", "description": "Find products by text",
   "parameters": {"type": "object", "properties": {"query": {"type": "string"}, "limit": {"type": "integer", "minimum": 1, "maximum": 50}}, "required": ["query", "limit"]}}},
  {"type": "function", "function": {"name": "get_product", "description": "Details of one product",
   "parameters": {"type": "object", "properties": {"product_id": {"type": "string"}}, "required": ["product_id"]}}},
  {"type": "function", "function": {"name": "fly_rocket", "description": "Unrelated", "parameters": {"type": "object"}}}])");

TEST(Script, AnswersByPromptModelHeaderAndTurn) {
  Bench bench(scripted(R"([
    {"when": {"prompt": "*weather*"}, "do": {"reply": "Sunny: {prompt}"}},
    {"when": {"prompt": "/^no+$/", "model": "gpt-4*"}, "do": {"refusal": "I can't."}},
    {"when": {"header": {"x-user": "b*b"}}, "do": {"tokens": 500}},
    {"when": {"turn": 2}, "do": {"reply": "again?"}}])"));
  EXPECT_EQ(message_of(bench.post(ask("the weather?"))).at("content"), "Sunny: the weather?");
  const json::object refused = message_of(bench.post(ask("Nooo")));
  EXPECT_EQ(refused.at("refusal"), "I can't.");
  EXPECT_TRUE(refused.at("content").is_null());
  auto request = bench.request("POST", "/v1/chat/completions", json::serialize(ask("Hi")));
  request.headers.set("X-User", "bob");
  EXPECT_EQ(json::parse(bench.put(request).body).at("usage").at("completion_tokens"), 500);
  json::object second = ask("Hi");
  second["messages"] = json::parse(
      R"([{"role": "user", "content": "1"}, {"role": "assistant", "content": "a"}, {"role": "user", "content": "2"}])");
  EXPECT_EQ(message_of(bench.post(second)).at("content"), "again?");
}

TEST(Script, ErrorsComeSoManyTimesAndThenTheAnswer) {
  Bench bench(scripted(R"([{"times": 2, "do": {"error": {"status": 503, "retry_after_sec": 7}}},
                           {"do": {"reply": "well"}}])"));
  const Peer& refused = bench.post(ask("Hi"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.headers.get("retry-after"), "7");
  EXPECT_EQ(bench.post(ask("Hi")).status, 503);
  EXPECT_EQ(message_of(bench.post(ask("Hi"))).at("content"), "well");
}

TEST(Script, CallsSeveralToolsAtOnce) {
  Bench bench(scripted(R"([{"when": {"tool_results": 0}, "do": {"tool_calls": [
      {"name": "get_product", "arguments": {"product_id": "p7"}}, {"name": "search_products"}]}},
    {"do": {"reply": "They said: {results}"}}])"));
  json::object request = ask("Find 3 red \"running shoes\"", {{"tools", kTools}, {"stream", true}});
  std::string finish;
  std::size_t calls = 0;
  for (const json::object& chunk : chunks(bench.post(request))) {
    const json::value& choice = chunk.at("choices").at(0);
    if (choice.at("finish_reason").is_string()) finish = choice.at("finish_reason").as_string();
    if (const json::value* list = choice.at("delta").as_object().if_contains("tool_calls"))
      calls += list->at(0).as_object().contains("id");
  }
  EXPECT_EQ(finish, "tool_calls");
  EXPECT_EQ(calls, 2u);
  request.erase("stream");
  const json::object message = message_of(bench.post(request));
  const auto& made = message.at("tool_calls").as_array();
  EXPECT_EQ(made[0].at("function").at("arguments"), R"({"product_id":"p7"})");
  const json::value derived = json::parse(made[1].at("function").at("arguments").as_string());
  EXPECT_EQ(derived.at("limit"), 3) << "the prompt's number";
  EXPECT_NE(derived.at("query").as_string().find("running shoes"), json::string::npos);
  json::array& messages = request["messages"].as_array();
  messages.push_back(message);
  for (const json::value& call : made)
    messages.push_back(json::object{{"role", "tool"}, {"tool_call_id", call.at("id")}, {"content", "ok"}});
  EXPECT_EQ(message_of(bench.post(request)).at("content"), "They said: ok\nok");
}

TEST(Script, RefusesAPromptThatIsNoExpression) {
  try {
    Bench bench(scripted(R"([{"when": {"prompt": "/(/"}}])"));
    FAIL() << "a broken expression was taken";
  } catch (const aitb::ConfigError& error) {
    EXPECT_EQ(error.pointer(), "/script/0/when/prompt");
  }
}

/// Plays the client of an agent: runs tools until an answer comes. Gives the number of calls.
int loop(Bench& bench, json::object& request, std::string& answer, int& steps) {
  int calls = 0;
  for (steps = 0; steps < 10; ++steps) {
    const json::object message = message_of(bench.post(request));
    if (!message.contains("tool_calls")) {
      answer = message.at("content").as_string();
      return calls;
    }
    json::array& messages = request["messages"].as_array();
    messages.push_back(message);
    for (const json::value& call : message.at("tool_calls").as_array()) {
      const std::string found = R"({"id": "prod-)" + std::to_string(++calls) + R"("})";
      messages.push_back(json::object{{"role", "tool"}, {"tool_call_id", call.at("id")}, {"content", found}});
    }
  }
  ADD_FAILURE() << "the agent does not end";
  return calls;
}

TEST(Agent, LoopsUntilItsPlanIsDoneAndQuotesTheResults) {
  int most_steps = 0, most_parallel = 0;
  for (int number = 0; number < 20; ++number) {
    Bench bench;
    json::object request =
        ask("Find product number " + std::to_string(number) + " and its details", {{"tools", kTools}});
    std::string answer;
    int steps = 0;
    const int calls = loop(bench, request, answer, steps);
    EXPECT_GE(calls, 2);
    EXPECT_LE(calls, 5);
    for (int i = 1; i <= calls; ++i)
      EXPECT_NE(answer.find("prod-" + std::to_string(i)), std::string::npos) << answer;
    EXPECT_EQ(json::serialize(request).find("fly_rocket\",\"arguments"), std::string::npos);
    most_steps = std::max(most_steps, steps);
    most_parallel = std::max(most_parallel, calls - steps);
  }
  EXPECT_GE(most_steps, 2);
  EXPECT_GE(most_parallel, 1) << "some step has several calls";
}

TEST(Agent, UsesWhatEarlierCallsFound) {
  Options options;
  options.agent.min_calls = options.agent.max_calls = 4;
  Bench bench(options);
  json::object request = ask("Find product details", {{"tools", kTools}, {"parallel_tool_calls", false}});
  std::string answer;
  int steps = 0;
  EXPECT_EQ(loop(bench, request, answer, steps), 4);
  EXPECT_EQ(steps, 4) << "one call a step, as the request wants";
  EXPECT_NE(json::serialize(request).find(R"({\"product_id\":\"prod-)"), std::string::npos);
}

TEST(Agent, IsOffWhenItMayMakeNoCalls) {
  Options options;
  options.agent.max_calls = 0;
  Bench bench(options);
  EXPECT_TRUE(message_of(bench.post(ask("Find product", {{"tools", kTools}}))).at("content").is_string());
}

}  // namespace
