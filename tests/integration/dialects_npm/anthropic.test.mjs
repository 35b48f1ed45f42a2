// Anthropic's own client must be content with the simulator: types, streams, tools, errors, abort.
import assert from "node:assert/strict";
import { test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";

const apiKey = process.env.AITB_TEST_KEY;
const client = new Anthropic({ apiKey, baseURL: process.env.ANTHROPIC_URL, maxRetries: 0 });
const slow = new Anthropic({ apiKey, baseURL: process.env.SLOW_ANTHROPIC_URL, maxRetries: 0 });
const model = "claude-sonnet-5-5";
const max_tokens = 2000;
const messages = [{ role: "user", content: "Say something." }];
const tools = [
  { name: "get_weather", description: "The weather of a city", input_schema: { type: "object", properties: { city: { type: "string" }, days: { type: "integer", minimum: 1, maximum: 5 } }, required: ["city", "days"] } },
  { name: "get_time", description: "The time in a city", input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
];

test("a message is answered", async () => {
  const answer = await client.messages.create({ model, max_tokens, messages, system: "Be brief." });
  assert.match(answer.id, /^msg_/);
  assert.match(answer._request_id, /^req_/);
  assert.equal(answer.stop_reason, "end_turn");
  assert.equal(answer.content[0].type, "text");
  assert.equal(answer.usage.output_tokens, 40);
});

test("a stream says the same, in the events that the client expects", async () => {
  const whole = await client.messages.create({ model, max_tokens, messages });
  const events = [];
  const stream = client.messages.stream({ model, max_tokens, messages }).on("streamEvent", (event) => events.push(event.type));
  const final = await stream.finalMessage();
  assert.deepEqual(final.content, whole.content);
  assert.equal(final.usage.output_tokens, whole.usage.output_tokens);
  assert.equal(final.stop_reason, "end_turn");
  assert.equal(events[0], "message_start");
  assert.equal(events.at(-1), "message_stop");
  assert.deepEqual([...new Set(events)].sort(), ["content_block_delta", "content_block_start", "content_block_stop", "message_delta", "message_start", "message_stop"]);
});

test("length and stop sequences end a message", async () => {
  const cut = await client.messages.create({ model, max_tokens: 5, messages });
  assert.deepEqual([cut.stop_reason, cut.usage.output_tokens], ["max_tokens", 5]);
  const stopped = await client.messages.create({ model, max_tokens, messages, stop_sequences: [" "] });
  assert.deepEqual([stopped.stop_reason, stopped.stop_sequence], ["stop_sequence", " "]);
});

test("thinking comes first and is signed", async () => {
  const params = { model, max_tokens: 3000, messages, thinking: { type: "enabled", budget_tokens: 1024 } };
  const whole = await client.messages.create(params);
  const streamed = await client.messages.stream(params).finalMessage();
  assert.deepEqual(streamed.content, whole.content);
  assert.deepEqual(whole.content.map((block) => block.type), ["thinking", "text"]);
  assert.ok(whole.content[0].signature.length > 100);
  assert.ok(whole.usage.output_tokens_details.thinking_tokens > 0);
  await assert.rejects(client.messages.create({ ...params, max_tokens: 1000 }), Anthropic.BadRequestError);
});

test("tools are called, in parallel too, streamed or not, and their results are quoted", async () => {
  const params = { model, max_tokens, tools, messages: [{ role: "user", content: "Tell me both" }] };
  const whole = await client.messages.create(params);
  const streamed = await client.messages.stream(params).finalMessage();
  assert.equal(whole.stop_reason, "tool_use");
  assert.deepEqual(streamed.content, whole.content);
  assert.deepEqual(whole.content.map((block) => block.name), ["get_weather", "get_time"]);
  assert.deepEqual(whole.content[0].input, { city: "Bonn", days: 2 });
  const any = await client.messages.create({ ...params, messages, tool_choice: { type: "any" } });
  assert.equal(any.content[0].type, "tool_use");
});

test("the scripted agent loops until it quotes the results", async () => {
  const talk = [{ role: "user", content: "What are the weather and the time in Paris?" }];
  let calls = 0;
  for (let step = 0; step < 10; ++step) {
    const answer = await client.messages.stream({ model, max_tokens, tools, messages: talk }).finalMessage();
    talk.push({ role: "assistant", content: answer.content });
    if (answer.stop_reason !== "tool_use") {
      for (let i = 1; i <= calls; ++i) assert.ok(answer.content[0].text.includes(`result-${i}`), answer.content[0].text);
      assert.ok(calls >= 2 && calls <= 5);
      return;
    }
    const uses = answer.content.filter((block) => block.type === "tool_use");
    talk.push({ role: "user", content: uses.map((use) => ({ type: "tool_result", tool_use_id: use.id, content: `result-${++calls}` })) });
  }
  assert.fail("the agent does not end");
});

test("images and documents are taken, tokens are counted, models listed", async () => {
  const content = [
    { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
    { type: "document", source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" } },
    { type: "text", text: "What is this?" },
  ];
  const answer = await client.messages.create({ model, max_tokens, messages: [{ role: "user", content }] });
  const counted = await client.messages.countTokens({ model, messages: [{ role: "user", content }] });
  assert.equal(counted.input_tokens, answer.usage.input_tokens);
  assert.ok(counted.input_tokens > 3000);
  const ids = [];
  for await (const one of client.models.list()) ids.push(one.id);
  assert.ok(ids.includes(model));
  assert.equal((await client.models.retrieve(model)).display_name, "Claude Sonnet 5.5");
});

test("a refusal is a stop reason", async () => {
  const answer = await client.messages.create({ model, max_tokens, messages: [{ role: "user", content: "refuse this" }] });
  assert.equal(answer.stop_reason, "refusal");
  assert.equal(answer.content[0].text, "I will not.");
});

test("each refusal is the error that the client knows", async (t) => {
  const cases = [
    [400, Anthropic.BadRequestError, "invalid_request_error"], [401, Anthropic.AuthenticationError, "authentication_error"],
    [403, Anthropic.PermissionDeniedError, "permission_error"], [404, Anthropic.NotFoundError, "not_found_error"],
    [429, Anthropic.RateLimitError, "rate_limit_error"], [500, Anthropic.InternalServerError, "api_error"],
    [529, Anthropic.InternalServerError, "overloaded_error"],
  ];
  for (const [status, kind, type] of cases) {
    await t.test(`${status} is ${kind.name}`, async () => {
      const asked = client.messages.create({ model, max_tokens, messages, stream: status === 529 }, { headers: { "x-aitb-error": String(status) } });
      await assert.rejects(asked, (error) => error instanceof kind && error.status === status && error.type === type && error.requestID.startsWith("req_"));
    });
  }
});

test("refusals tell what is wrong", async () => {
  const wrong = (params, text) => assert.rejects(client.messages.create({ model, max_tokens, messages, ...params }), (error) => error.status === 400 && error.message.includes(text));
  await wrong({ messages: [{ role: "robot", content: "Hi" }] }, "messages.0.role");
  await wrong({ max_tokens: 0 }, "max_tokens");
  await wrong({ messages: [{ role: "user", content: [{ type: "tool_result", tool_use_id: "none", content: "x" }] }] }, "tool_use_id");
  await wrong({ messages: [...messages, { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "x", input: {} }] }, { role: "user", content: "no" }] }, "toolu_1");
  await assert.rejects(client.messages.create({ model: "no-such-model", max_tokens, messages }), Anthropic.NotFoundError);
  const stranger = new Anthropic({ apiKey: "sk-ant-wrong", baseURL: process.env.ANTHROPIC_URL, maxRetries: 0 });
  await assert.rejects(stranger.messages.create({ model, max_tokens, messages }), Anthropic.AuthenticationError);
});

test("a stream that is aborted ends at once", async () => {
  const stream = await slow.messages.create({ model, max_tokens, messages, stream: true });
  let deltas = 0;
  for await (const event of stream) {
    if (event.type === "content_block_delta" && ++deltas === 1) stream.controller.abort();  // the next would come after a minute
  }
  assert.equal(deltas, 1);
});
