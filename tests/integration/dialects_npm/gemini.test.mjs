// Google's own client must be content with the simulator: types, streams, tools, errors, abort.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, FunctionCallingConfigMode, GoogleGenAI, Type } from "@google/genai";

const apiKey = process.env.AITB_TEST_KEY;
const connect = (baseUrl, options = {}) => new GoogleGenAI({ apiKey, ...options, httpOptions: { baseUrl, ...options.httpOptions } });
const client = connect(process.env.GEMINI_URL);
const slow = connect(process.env.SLOW_GEMINI_URL);
const model = "gemini-2.5-flash";
const contents = "Say something.";
const functionDeclarations = [
  { name: "get_weather", description: "The weather of a city", parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING }, days: { type: Type.INTEGER, minimum: 1, maximum: 5 } }, required: ["city", "days"] } },
  { name: "get_time", description: "The time in a city", parametersJsonSchema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
];
const tools = [{ functionDeclarations }];

async function gather(params, ai = client) {
  const chunks = [];
  for await (const chunk of await ai.models.generateContentStream(params)) chunks.push(chunk);
  return chunks;
}

test("a prompt is answered", async () => {
  const answer = await client.models.generateContent({ model, contents, config: { systemInstruction: "Be brief.", thinkingConfig: { thinkingBudget: 0 } } });
  assert.equal(answer.candidates[0].finishReason, "STOP");
  assert.ok(answer.text.length > 50);
  const usage = answer.usageMetadata;
  assert.equal(usage.candidatesTokenCount, 40);
  assert.equal(usage.totalTokenCount, usage.promptTokenCount + 40);
  assert.equal(answer.modelVersion, model);
});

test("a stream says the same in chunks, with running usage", async () => {
  const whole = await client.models.generateContent({ model, contents });
  const chunks = await gather({ model, contents });
  assert.equal(chunks.map((chunk) => chunk.text ?? "").join(""), whole.text);
  assert.equal(chunks.length, 11, "ten chunks of four tokens, and the end");
  assert.equal(chunks.at(-1).candidates[0].finishReason, "STOP");
  assert.deepEqual(chunks.at(-1).usageMetadata, whole.usageMetadata);
  assert.ok(whole.usageMetadata.thoughtsTokenCount > 0);
  assert.equal(new Set(chunks.map((chunk) => chunk.responseId)).size, 1);
});

test("thoughts are sent if they are asked for", async () => {
  const config = { thinkingConfig: { includeThoughts: true } };
  const whole = await client.models.generateContent({ model, contents, config });
  const chunks = await gather({ model, contents, config });
  const thoughts = (parts) => parts.filter((part) => part.thought).map((part) => part.text).join("");
  assert.ok(thoughts(whole.candidates[0].content.parts).length > 50);
  assert.equal(thoughts(chunks.flatMap((chunk) => chunk.candidates[0].content.parts)), thoughts(whole.candidates[0].content.parts));
});

test("length, stop sequences and schemas are honoured", async () => {
  const quiet = { thinkingConfig: { thinkingBudget: 0 } };
  const cut = await client.models.generateContent({ model, contents, config: { ...quiet, maxOutputTokens: 5 } });
  assert.deepEqual([cut.candidates[0].finishReason, cut.usageMetadata.candidatesTokenCount], ["MAX_TOKENS", 5]);
  const stopped = await client.models.generateContent({ model, contents, config: { ...quiet, stopSequences: [" "] } });
  assert.ok(!stopped.text.includes(" "));
  const responseSchema = { type: Type.OBJECT, properties: { name: { type: Type.STRING }, age: { type: Type.INTEGER } }, required: ["name", "age"] };
  const shaped = JSON.parse((await client.models.generateContent({ model, contents, config: { responseMimeType: "application/json", responseSchema } })).text);
  assert.equal(typeof shaped.name, "string");
  assert.ok(Number.isInteger(shaped.age));
});

test("functions are called, in parallel too, streamed or not", async () => {
  const params = { model, contents: "Tell me both", config: { tools } };
  const whole = await client.models.generateContent(params);
  const calls = (await gather(params)).flatMap((chunk) => chunk.functionCalls ?? []);
  assert.equal(whole.candidates[0].finishReason, "STOP");
  assert.deepEqual(whole.functionCalls.map((call) => call.name), ["get_weather", "get_time"]);
  assert.deepEqual(whole.functionCalls[0].args, { city: "Bonn", days: 2 });
  assert.deepEqual(calls, whole.functionCalls);
  const forced = await client.models.generateContent({ model, contents, config: { tools, toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ["get_time"] } } } });
  assert.equal(forced.functionCalls[0].name, "get_time");
  const none = await client.models.generateContent({ model, contents, config: { tools, toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.NONE } } } });
  assert.equal(none.functionCalls, undefined);
});

for (const agent of [model, "gemini-3-flash-preview"]) {
  test(`the scripted agent of ${agent} loops until it quotes the results`, async () => {
    const talk = [{ role: "user", parts: [{ text: "What are the weather and the time in Paris?" }] }];
    let calls = 0;
    for (let step = 0; step < 10; ++step) {
      const chunks = await gather({ model: agent, contents: talk, config: { tools } });
      const parts = chunks.flatMap((chunk) => chunk.candidates[0].content.parts);
      const made = parts.filter((part) => part.functionCall);
      if (made.length === 0) {
        const text = parts.map((part) => part.text ?? "").join("");
        for (let i = 1; i <= calls; ++i) assert.ok(text.includes(`result-${i}`), text);
        assert.ok(calls >= 2 && calls <= 5);
        return;
      }
      talk.push({ role: "model", parts: made });
      talk.push({ role: "user", parts: made.map(({ functionCall: { id, name } }) => ({ functionResponse: { id, name, response: { output: `result-${++calls}` } } })) });
    }
    assert.fail("the agent does not end");
  });
}

test("gemini-3 wants its signatures back", async () => {
  const functionCall = { name: "get_time", args: { city: "Paris" } };
  const contents = [{ role: "user", parts: [{ text: "Time?" }] }, { role: "model", parts: [{ functionCall }] }, { role: "user", parts: [{ functionResponse: { name: "get_time", response: { output: "noon" } } }] }];
  await assert.rejects(client.models.generateContent({ model: "gemini-3-flash-preview", contents, config: { tools } }), (error) => error.status === 400 && error.message.includes("thought_signature"));
  assert.ok((await client.models.generateContent({ model, contents, config: { tools } })).candidates);
});

test("pictures are taken, tokens counted, models listed", async () => {
  const picture = [{ role: "user", parts: [{ inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }, { text: "What is this?" }] }];
  const answer = await client.models.generateContent({ model, contents: picture });
  const counted = await client.models.countTokens({ model, contents: picture });
  assert.equal(counted.totalTokens, answer.usageMetadata.promptTokenCount);
  assert.deepEqual(answer.usageMetadata.promptTokensDetails[1], { modality: "IMAGE", tokenCount: 258 });
  const names = [];
  for await (const one of await client.models.list({ config: { pageSize: 2 } })) names.push(one.name);
  assert.ok(names.includes(`models/${model}`));
  assert.equal((await client.models.get({ model })).inputTokenLimit, 1048576);
});

test("both versions of the API and the key in the query are taken", async () => {
  for (const apiVersion of ["v1", "v1beta"]) {
    const other = connect(process.env.GEMINI_URL, { apiVersion });
    assert.ok((await other.models.generateContent({ model, contents })).text);
  }
  const listed = await fetch(`${process.env.GEMINI_URL}/v1beta/models?key=${apiKey}`);
  assert.equal(listed.status, 200);
  const anonymous = await fetch(`${process.env.GEMINI_URL}/v1beta/models`);
  assert.equal((await anonymous.json()).error.status, "PERMISSION_DENIED");
});

test("without alt=sse a stream is an array", async () => {
  const body = JSON.stringify({ contents: [{ parts: [{ text: "Hi" }] }] });
  const headers = { "x-goog-api-key": apiKey, "Content-Type": "application/json" };
  const url = `${process.env.GEMINI_URL}/v1beta/models/${model}:streamGenerateContent`;
  const chunks = await (await fetch(url, { method: "POST", headers, body })).json();
  assert.equal(chunks.at(-1).candidates[0].finishReason, "STOP");
  const refused = await fetch(url, { method: "POST", headers, body: "{}" });
  assert.equal((await refused.json())[0].error.code, 400);
});

test("each refusal is the error that the client knows", async () => {
  const cases = [[400, "INVALID_ARGUMENT"], [401, "UNAUTHENTICATED"], [403, "PERMISSION_DENIED"], [404, "NOT_FOUND"], [429, "RESOURCE_EXHAUSTED"], [500, "INTERNAL"], [503, "UNAVAILABLE"]];
  for (const [status, name] of cases) {
    const config = { httpOptions: { headers: { "x-aitb-error": String(status) }, retryOptions: { attempts: 1 } } };
    for (const method of ["generateContent", "generateContentStream"]) {
      const known = (error) => error instanceof ApiError && error.status === status && JSON.parse(error.message).error.status === name;
      await assert.rejects(client.models[method]({ model, contents, config }), known, `${method} ${status}`);
    }
  }
});

test("refusals tell what is wrong", async () => {
  const wrong = (params, status, text) => assert.rejects(client.models.generateContent({ model, contents, ...params }), (error) => error.status === status && error.message.includes(text));
  await wrong({ model: "no-such-model" }, 404, "ListModels");
  await wrong({ contents: [{ role: "robot", parts: [{ text: "Hi" }] }] }, 400, "valid role");
  await wrong({ contents: [{ role: "model", parts: [{ functionCall: { name: "x", args: {} } }] }, { role: "user", parts: [{ text: "no" }] }] }, 400, "function response");
  const stranger = connect(process.env.GEMINI_URL, { apiKey: "wrong" });
  await assert.rejects(stranger.models.generateContent({ model, contents }), (error) => error.status === 400 && error.message.includes("API_KEY_INVALID"));
});

test("a stream that is aborted ends at once", async () => {
  const controller = new AbortController();
  const stream = await slow.models.generateContentStream({ model, contents, config: { abortSignal: controller.signal } });
  let chunks = 0;
  await assert.rejects(async () => {
    for await (const chunk of stream) {
      chunks += chunk.candidates.length;
      controller.abort();  // the next would come after a minute
    }
  }, (error) => error.name === "AbortError");
  assert.equal(chunks, 1);
});
