// OpenAI's own client must be content with the simulator: types, streams, errors, retries.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const apiKey = process.env.AITB_TEST_KEY;
const client = new OpenAI({ apiKey, baseURL: process.env.OPENAI_URL, maxRetries: 0 });
const slow = new OpenAI({ apiKey, baseURL: process.env.SLOW_URL, maxRetries: 0 });
const model = "gpt-4o-mini";
const messages = [{ role: "user", content: "Say something." }];
const tools = [{
  type: "function",
  function: {
    name: "get_weather",
    parameters: {
      type: "object",
      properties: { city: { type: "string" }, days: { type: "integer", minimum: 1, maximum: 5 } },
      required: ["city", "days"],
    },
  },
}];

test("models are listed and retrieved", async () => {
  const ids = [];
  for await (const one of client.models.list()) ids.push(one.id);
  assert.ok(ids.includes(model));
  const found = await client.models.retrieve(model);
  assert.equal(found.object, "model");
  await assert.rejects(client.models.retrieve("no-such-model"), OpenAI.NotFoundError);
});

test("a chat is answered", async () => {
  const answer = await client.chat.completions.create({ model, messages });
  assert.match(answer.id, /^chatcmpl-/);
  assert.match(answer._request_id, /^req_/);
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.equal(answer.choices[0].message.refusal, null);
  assert.equal(answer.usage.completion_tokens, 40);
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + 40);
});

test("a stream says the same, and brings usage last", async () => {
  const whole = await client.chat.completions.create({ model, messages });
  const stream = await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
  assert.equal(text, whole.choices[0].message.content);
  assert.equal(chunks[0].choices[0].delta.role, "assistant");
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.deepEqual(chunks.at(-1).usage, whole.usage);
  assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
});

test("the client's own accumulator accepts the stream", async () => {
  const runner = client.chat.completions.stream({ model, messages, tools, tool_choice: "required" });
  const completion = await runner.finalChatCompletion();
  const call = completion.choices[0].message.tool_calls[0];
  assert.equal(call.function.name, "get_weather");
  assert.equal(typeof JSON.parse(call.function.arguments).city, "string");
  assert.equal(completion.choices[0].finish_reason, "tool_calls");
});

test("the tools field is taken, and a required tool is called", async () => {
  const free = await client.chat.completions.create({ model, messages, tools });
  assert.equal(typeof free.choices[0].message.content, "string");
  const forced = await client.chat.completions.create({ model, messages, tools, tool_choice: "required" });
  const call = forced.choices[0].message.tool_calls[0];
  const { days } = JSON.parse(call.function.arguments);
  assert.ok(Number.isInteger(days) && days >= 1 && days <= 5);
  const after = await client.chat.completions.create({
    model,
    tools,
    messages: [...messages, forced.choices[0].message, { role: "tool", tool_call_id: call.id, content: "sunny" }],
  });
  assert.equal(after.choices[0].finish_reason, "stop");
});

test("a stream that is aborted ends at once", async () => {
  const stream = await slow.chat.completions.create({ model, messages, stream: true });
  let chunks = 0;
  for await (const chunk of stream) {
    chunks += chunk.choices.length;
    if (chunks === 2) stream.controller.abort();  // the third would come after a minute
  }
  assert.equal(chunks, 2);
});

test("each refusal is the error that the client knows", async (t) => {
  const cases = [
    [400, OpenAI.BadRequestError], [401, OpenAI.AuthenticationError], [403, OpenAI.PermissionDeniedError],
    [404, OpenAI.NotFoundError], [429, OpenAI.RateLimitError], [500, OpenAI.InternalServerError], [503, OpenAI.InternalServerError],
  ];
  for (const [status, kind] of cases) {
    await t.test(`${status} is ${kind.name}`, async () => {
      const asked = client.chat.completions.create({ model, messages }, { headers: { "x-aitb-error": String(status) } });
      await assert.rejects(asked, (error) => error instanceof kind && error.status === status && error.requestID.startsWith("req_"));
    });
  }
});

test("refusals tell what is wrong", async () => {
  const bad = client.chat.completions.create({ model, messages: [{ role: "robot", content: "Hi" }] });
  await assert.rejects(bad, (error) => error.status === 400 && error.param === "messages[0].role" && error.code === "invalid_value");
  const unknown = client.chat.completions.create({ model: "no-such-model", messages });
  await assert.rejects(unknown, (error) => error.status === 404 && error.code === "model_not_found");
  const stranger = new OpenAI({ apiKey: "sk-wrong-0123456789", baseURL: process.env.OPENAI_URL, maxRetries: 0 });
  await assert.rejects(stranger.models.list(), (error) => error.status === 401 && error.code === "invalid_api_key" && !error.message.includes("sk-wrong-0123456789"));
  const quota = client.chat.completions.create({ model, messages }, { headers: { "x-aitb-error": "429:insufficient_quota" } });
  await assert.rejects(quota, (error) => error.status === 429 && error.type === "insufficient_quota");
});

test("a refused stream is refused before it begins", async () => {
  const asked = client.chat.completions.create({ model, messages, stream: true }, { headers: { "x-aitb-error": "429" } });
  await assert.rejects(asked, (error) => error instanceof OpenAI.RateLimitError && error.headers.get("retry-after") === "1");
});

test("200 streams at once keep apart", async () => {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const ask = async (seed) => {
    const stream = await client.chat.completions.create({ model, messages, seed, stream: true, stream_options: { include_usage: true } });
    let text = "", usage = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    assert.equal(usage.completion_tokens, 40);
    return text;
  };
  const texts = await Promise.all(seeds.map(ask));
  assert.ok(new Set(texts).size > 190, "different seeds say different things");
  const again = await Promise.all([0, 99, 199].map(ask));
  assert.deepEqual(again, [texts[0], texts[99], texts[199]]);
});
