// OpenAI's own client must be content with our Responses API: shapes, events, tools, kept conversations.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const apiKey = process.env.AITB_TEST_KEY;
const client = new OpenAI({ apiKey, baseURL: process.env.OPENAI_URL, maxRetries: 0 });
const agent = new OpenAI({ apiKey, baseURL: process.env.AGENT_URL, maxRetries: 0 });
const slow = new OpenAI({ apiKey, baseURL: process.env.SLOW_URL, maxRetries: 0 });
const model = "gpt-4o-mini";
const input = "Say something.";
const tools = [
  { type: "function", name: "get_weather", description: "The weather of a city", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] }, strict: false },
  { type: "function", name: "get_time", description: "The time in a city", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] }, strict: false },
];

/// Without what differs between two responses to the same request.
const content = (response) => response.output.map(({ id, ...item }) => item);

async function gather(params, from = client) {
  const events = [];
  for await (const event of await from.responses.create({ ...params, stream: true })) events.push(event);
  events.forEach((event, index) => assert.equal(event.sequence_number, index));
  return events;
}

test("a response is created, kept, listed and deleted", async () => {
  const response = await client.responses.create({ model, input, instructions: "Be brief.", metadata: { a: "b" } });
  assert.match(response.id, /^resp_/);
  assert.equal(response.status, "completed");
  assert.ok(response.output_text.length > 50);
  assert.equal(response.usage.output_tokens, 40);
  assert.equal(response.usage.total_tokens, response.usage.input_tokens + 40);
  const kept = await client.responses.retrieve(response.id);
  assert.deepEqual(kept.output, response.output);
  const items = await client.responses.inputItems.list(response.id);
  assert.equal(items.data[0].content[0].text, input);
  await client.responses.delete(response.id);
  await assert.rejects(client.responses.retrieve(response.id), OpenAI.NotFoundError);
});

test("a stream has every event in its place and says the same", async () => {
  const whole = await client.responses.create({ model, input });
  const events = await gather({ model, input });
  const types = events.map((event) => event.type);
  const deltas = types.filter((type) => type === "response.output_text.delta").length;
  assert.equal(deltas, 40);
  assert.deepEqual(types.filter((type) => type !== "response.output_text.delta"), [
    "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.done",
    "response.content_part.done", "response.output_item.done", "response.completed"]);
  const final = events.at(-1).response;
  assert.deepEqual(content(final), content(whole));
  assert.deepEqual(final.usage, whole.usage);
  assert.equal(events.filter((event) => event.delta).map((event) => event.delta).join(""), whole.output_text);
});

test("the client's own accumulator accepts the stream", async () => {
  const final = await client.responses.stream({ model, input, tools, tool_choice: "required" }).finalResponse();
  assert.equal(final.output[0].type, "function_call");
  assert.equal(typeof JSON.parse(final.output[0].arguments).city, "string");
  assert.notEqual(final.output[0].id, final.output[0].call_id);
});

test("reasoning is an item, with a summary if asked", async () => {
  const params = { model: "gpt-5", input, reasoning: { effort: "high", summary: "auto" } };
  const response = await client.responses.create(params);
  assert.deepEqual(response.output.map((item) => item.type), ["reasoning", "message"]);
  assert.ok(response.output[0].summary[0].text.length > 20);
  assert.equal(response.usage.output_tokens_details.reasoning_tokens, 128);
  const events = await gather(params);
  assert.ok(events.some((event) => event.type === "response.reasoning_summary_text.done"));
  assert.deepEqual(content(events.at(-1).response), content(response));
  const silent = await client.responses.create({ model: "gpt-5", input });
  assert.deepEqual(silent.output[0].summary, []);
});

test("a cut answer is incomplete", async () => {
  const response = await client.responses.create({ model, input, max_output_tokens: 16 });
  assert.equal(response.status, "incomplete");
  assert.equal(response.incomplete_details.reason, "max_output_tokens");
  const events = await gather({ model, input, max_output_tokens: 16 });
  assert.equal(events.at(-1).type, "response.incomplete");
});

test("an agent goes on from its previous response, and quotes the results", async () => {
  let response = await agent.responses.create({ model, input: "What are the weather and the time in Paris?", tools });
  let calls = 0;
  for (let step = 0; step < 10; ++step) {
    const made = response.output.filter((item) => item.type === "function_call");
    if (made.length === 0) {
      for (let i = 1; i <= calls; ++i) assert.ok(response.output_text.includes(`result-${i}`), response.output_text);
      assert.ok(calls >= 2 && calls <= 5);
      return;
    }
    const outputs = made.map(({ call_id }) => ({ type: "function_call_output", call_id, output: `result-${++calls}` }));
    const events = await gather({ model, tools, previous_response_id: response.id, input: outputs }, agent);
    response = events.at(-1).response;
    response.output_text = response.output.flatMap((item) => item.content ?? []).map((part) => part.text).join("");
  }
  assert.fail("the agent does not end");
});

test("a computer is used step by step, until the task is done", async () => {
  const screen = [{ type: "computer_use_preview", display_width: 800, display_height: 600, environment: "browser" }];
  let response = await client.responses.create({ model: "computer-use-preview", tools: screen, truncation: "auto", input: "Find the price" });
  const actions = [];
  while (response.output.some((item) => item.type === "computer_call")) {
    const call = response.output.find((item) => item.type === "computer_call");
    actions.push(call.action);
    const output = { type: "computer_screenshot", image_url: "data:image/png;base64,iVBORw0KGgo=" };
    response = await client.responses.create({ model: "computer-use-preview", tools: screen, previous_response_id: response.id, input: [{ type: "computer_call_output", call_id: call.call_id, output }] });
  }
  assert.ok(actions.length >= 6 && actions.length <= 9);
  assert.equal(actions[0].type, "screenshot");
  assert.equal(actions.find((action) => action.type === "type").text, "Find the price");
  for (const action of actions.filter((one) => one.x !== undefined)) assert.ok(action.x < 800 && action.y < 600);
  assert.match(response.output_text, /Find the price/);
});

test("safety checks must be acknowledged", async () => {
  const screen = [{ type: "computer" }];
  const first = await client.responses.create({ model, tools: screen, input: "something risky" });
  const call = first.output[0];
  assert.equal(call.actions.length, 2);
  const check = call.pending_safety_checks[0];
  assert.equal(check.code, "malicious_instructions");
  const output = { type: "computer_call_output", call_id: call.call_id, output: { type: "computer_screenshot", image_url: "data:image/png;base64,iVBORw0KGgo=" } };
  const params = { model, tools: screen, previous_response_id: first.id };
  await assert.rejects(client.responses.create({ ...params, input: [output] }), (error) => error.status === 400 && error.message.includes(check.id));
  const next = await client.responses.create({ ...params, input: [{ ...output, acknowledged_safety_checks: [check] }] });
  assert.equal(next.output[0].type, "computer_call");
});

test("refusals tell what is wrong", async () => {
  const wrong = (params, code, param) => assert.rejects(client.responses.create({ model, input, ...params }), (error) => error.status === 400 && error.code === code && error.param === param);
  await wrong({ previous_response_id: "resp_none" }, "previous_response_not_found", "previous_response_id");
  await wrong({ model: "no-such-model" }, "model_not_found", "model");
  await wrong({ input: [{ type: "function_call_output", call_id: "call_x", output: "" }] }, null, "input");
  const refused = await client.responses.create({ model, input: "refuse this" });
  assert.equal(refused.output[0].content[0].refusal, "I will not.");
  await assert.rejects(client.responses.create({ model, input }, { headers: { "x-aitb-error": "429" } }), OpenAI.RateLimitError);
});

test("a stream that is aborted ends at once", async () => {
  const stream = await slow.responses.create({ model, input, stream: true });
  let deltas = 0;
  for await (const event of stream) {
    if (event.type !== "response.output_text.delta") continue;
    ++deltas;
    stream.controller.abort();  // the next would come after a minute
  }
  assert.equal(deltas, 1);
});
