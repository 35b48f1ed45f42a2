#include "responses_endpoint.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include <limits>

#include <sim_kit/json_read.hpp>
#include <sim_kit/prompt_tokens.hpp>
#include "check.hpp"
#include "computer_plan.hpp"
#include "response_writer.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;
using aitb::ServerRequest;
using sim_kit::TokenSource;

constexpr auto kAll = std::numeric_limits<std::uint32_t>::max();

bool says_something(const sim_kit::Do* scripted) {
  return scripted != nullptr && (!scripted->reply.empty() || !scripted->refusal.empty() ||
                                 scripted->tokens.has_value() || !scripted->tool_calls.empty());
}

ApiError no_response(std::string_view id) {
  return ApiError(404, std::string(kInvalid), fmt::format("Response with id '{}' not found.", id));
}

}  // namespace

ResponsesEndpoint::ResponsesEndpoint(Desk& desk, aitb::Context& context)
    : desk_(desk), store_(context.commons->get<ResponseStore>("responses", [] {
        return std::make_shared<ResponseStore>();
      })) {}

bool ResponsesEndpoint::answer(const ServerRequest& request, std::string_view path, Answer& made) {
  if (desk_.dialect == Dialect::deepseek) return false;
  constexpr std::string_view kPath = "/responses";
  if (!path.starts_with(kPath)) return false;
  path.remove_prefix(kPath.size());
  if (path.empty() || path == "/input_tokens") {
    Desk::expect_method(request, "POST", made.headers);
    path.empty() ? create(request, made) : count(request, made);
    return true;
  }
  if (!path.starts_with('/')) return false;
  stored(request, path.substr(1), made);
  return true;
}

/// The items of the response that this one goes on from, and the input.
json::array ResponsesEndpoint::conversation(const json::object& body) const {
  json::array items;
  if (const json::string* previous = string(body, "previous_response_id", "previous_response_id")) {
    const auto found = store_->get(std::string(view(*previous)));
    if (!found) {
      throw bad_request("previous_response_not_found", "previous_response_id",
                        fmt::format("Previous response with id '{}' not found.", view(*previous)));
    }
    items = found->items;
  }
  for (json::value& item : input_items(body)) items.push_back(std::move(item));
  return items;
}

void ResponsesEndpoint::create(const ServerRequest& request, Answer& made) {
  const std::string_view used = desk_.admit(request);
  const json::object body = Desk::read_body(request);
  json::array items = conversation(body);
  ResponseRequest asked;
  read_response_request(body, items, asked);
  asked.ask.path = request.path;
  asked.ask.headers = &request.headers;
  if (!desk_.models.exists(asked.ask.model)) {
    throw bad_request("model_not_found", "model",
                      fmt::format("The requested model '{}' does not exist.", asked.ask.model));
  }
  const sim_kit::Do* scripted = desk_.follow_script(asked.ask);
  auto plan = std::make_unique<ResponsePlan>();
  plan->id = desk_.id("resp_", 48);
  if (asked.computer && !says_something(scripted)) {
    plan_computer(asked, *plan);
  } else {
    desk_.stage.planner.plan(asked.ask, scripted, *plan);
  }
  plan->obfuscate = asked.obfuscate && desk_.options.obfuscation;
  desk_.stage.schedule(*plan, request, scripted);
  plan->head = response_head(*plan, body, asked);
  plan_items(asked, scripted, *plan);
  finish_response(*plan, desk_.stage.clock().wall_ns(plan->first) / 1'000'000'000);
  desk_.limit(request, used, plan->prompt_tokens + plan->completion_tokens, made.headers);
  std::string text = json::serialize(plan->final);
  if (asked.store) {
    for (const json::object& item : plan->items) items.push_back(item);
    store_->put(plan->id, std::make_shared<const StoredResponse>(text, input_items(body), std::move(items)));
  }
  if (plan->stream) {
    made.writer = std::make_unique<ResponseWriter>(*plan);
  } else {
    made.write = [text = std::move(text)](sim_kit::Plan&) { return text; };
  }
  made.plan = std::move(plan);
}

/// One step on the screen, or the report when all is done.
void ResponsesEndpoint::plan_computer(const ResponseRequest& request, ResponsePlan& plan) {
  const sim_kit::Ask& ask = request.ask;
  const aitb::TokenCounter& counter = desk_.stage.planner.counter_for(ask.model);
  plan.model = ask.model;
  plan.stream = ask.stream;
  plan.prompt_tokens = sim_kit::prompt_tokens(ask, counter);
  sim_kit::ChoicePlan& choice = plan.choices.emplace_back();
  if (const auto actions = next_actions(request, desk_.stage.planner.texts(0))) {
    std::string text = json::serialize(*actions);
    plan.completion_tokens = static_cast<std::int64_t>(counter.count(text));
    choice.calls.emplace_back(desk_.id("call_", 24), "computer", false,
                              TokenSource(std::move(text), counter, kAll));
    choice.finish_reason = "tool_calls";
  } else {
    choice.content = TokenSource(computer_report(ask), counter, kAll);
    plan.completion_tokens = choice.content.tokens();
  }
}

json::object ResponsesEndpoint::computer_item(const ResponseRequest& request, const sim_kit::Do* scripted,
                                              sim_kit::CallPlan& call) {
  json::error_code failed;
  json::value actions = json::parse(call.arguments.rest(), failed);
  if (failed) actions = json::object();
  json::object item;
  item["id"] = desk_.id("cu_", 48);
  item["type"] = "computer_call";
  item["status"] = "completed";
  if (request.batched) {
    if (actions.is_object()) actions = json::array({std::move(actions)});
    item["actions"] = std::move(actions);
  } else {
    item["action"] =
        actions.is_array() && !actions.get_array().empty() ? actions.get_array().front() : actions;
  }
  item["call_id"] = call.id;
  json::array checks;
  for (std::size_t i = 0; scripted != nullptr && i < scripted->safety_checks.size(); ++i) {
    json::object check;
    check["id"] = desk_.id("cu_sc_", 48);
    check["code"] = scripted->safety_checks[i];
    check["message"] = "We've detected something that you should look at before the task goes on.";
    checks.push_back(std::move(check));
  }
  item["pending_safety_checks"] = std::move(checks);
  return item;
}

/// The items as they will be when all is said; the texts stay to be sent.
void ResponsesEndpoint::plan_items(const ResponseRequest& request, const sim_kit::Do* scripted,
                                   ResponsePlan& plan) {
  const aitb::TokenCounter& counter = desk_.stage.planner.counter_for(plan.model);
  sim_kit::ChoicePlan& choice = plan.choices.front();
  const bool complete = choice.finish_reason != "length";
  const auto keep = [&](TokenSource& source) {
    std::string text = source.rest();
    source = TokenSource(text, counter, kAll);
    return text;
  };
  if (plan.reasoning_tokens > 0) {
    plan.hidden_reasoning = choice.reasoning.tokens() == 0;
    plan.items.push_back(reasoning_item(desk_.id("rs_", 48), keep(choice.reasoning)));
  }
  if (choice.content.tokens() > 0)
    plan.items.push_back(message_item(desk_.id("msg_", 48), keep(choice.content), false, complete));
  if (choice.refusal.tokens() > 0)
    plan.items.push_back(message_item(desk_.id("msg_", 48), keep(choice.refusal), true, complete));
  for (sim_kit::CallPlan& call : choice.calls) {
    if (request.computer && call.name == "computer") {
      plan.items.push_back(computer_item(request, scripted, call));
    } else {
      const std::string arguments = keep(call.arguments);
      plan.items.push_back(call_item(desk_.id("fc_", 48), call, arguments, complete));
    }
  }
}

void ResponsesEndpoint::count(const ServerRequest& request, Answer& made) {
  desk_.admit(request);
  const json::object body = Desk::read_body(request);
  const json::array items = conversation(body);
  ResponseRequest asked;
  read_response_request(body, items, asked);
  made.body =
      fmt::format(R"({{"object":"response.input_tokens","input_tokens":{}}})",
                  sim_kit::prompt_tokens(asked.ask, desk_.stage.planner.counter_for(asked.ask.model)));
}

void ResponsesEndpoint::stored(const ServerRequest& request, std::string_view rest, Answer& made) {
  desk_.admit(request);
  const std::size_t slash = rest.find('/');
  const std::string id(rest.substr(0, slash));
  const std::string_view what = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  if (what.empty() && request.method == "DELETE") {
    if (!store_->erase(id)) throw no_response(id);
    made.body = fmt::format(R"({{"id":"{}","object":"response","deleted":true}})", id);
    return;
  }
  const auto found = store_->get(id);
  if (!found) throw no_response(id);
  if (what == "cancel") {
    Desk::expect_method(request, "POST", made.headers);
    throw bad_request("", "", "Cannot cancel a synchronous response.");
  }
  Desk::expect_method(request, "GET", made.headers);
  if (what.empty()) {
    made.body = found->body;
  } else if (what == "input_items") {
    json::object list;
    list["object"] = "list";
    list["data"] = found->input;
    list["has_more"] = false;
    made.body = json::serialize(list);
  } else {
    throw ApiError(404, std::string(kInvalid),
                   fmt::format("Invalid URL ({} {})", request.method, request.path));
  }
}

}  // namespace openai_simulator
