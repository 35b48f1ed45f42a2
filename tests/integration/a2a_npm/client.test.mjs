// The A2A project's own client must be content with the simulated agents.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { A2AClient, ClientFactory } from "@a2a-js/sdk/client";

const url = process.env.AGENTS_URL;
const factory = new ClientFactory();
const message = (text, more = {}) => ({
  message: { kind: "message", messageId: randomUUID(), role: "user", parts: [{ kind: "text", text }], ...more },
});
const answer = (task) => task.artifacts.flatMap((one) => one.parts).map((part) => part.text).join("");

test("the card tells name, transport and abilities", async () => {
  const client = await factory.createFromUrl(`${url}/upper/`);
  const card = await client.getAgentCard();
  assert.equal(card.name, "Simulated agent: upper");
  assert.equal(card.protocolVersion, "0.3.0");
  assert.equal(card.capabilities.streaming, true);
});

for (const [path, expected] of [["", "Grüße 🙂"], ["/echo", "Grüße 🙂"], ["/upper", "GRüßE 🙂"], ["/reverse", "🙂 eßürG"]]) {
  test(`the agent at '${path}/' answers`, async () => {
    const client = await factory.createFromUrl(`${url}${path}/`);
    const task = await client.sendMessage(message("Grüße 🙂", { contextId: "my-context" }));
    assert.equal(task.kind, "task");
    assert.equal(task.status.state, "completed");
    assert.equal(task.contextId, "my-context");
    assert.equal(answer(task), expected);
    const again = await client.getTask({ id: task.id });
    assert.equal(answer(again), expected);
  });
}

test("a stream has its states in order and the answer in pieces", async () => {
  const client = await factory.createFromUrl(`${url}/`);
  const events = [];
  for await (const event of client.sendMessageStream(message("one two three four"))) events.push(event);
  assert.deepEqual(events.map((event) => event.kind),
                   ["task", "status-update", ...Array(4).fill("artifact-update"), "status-update"]);
  const pieces = events.filter((event) => event.kind === "artifact-update");
  assert.equal(pieces.map((piece) => piece.artifact.parts[0].text).join(""), "one two three four");
  assert.deepEqual(pieces.map((piece) => piece.append), [false, true, true, true]);
  assert.deepEqual(events.at(-1).status.state, "completed");
  assert.equal(events.at(-1).final, true);
});

test("tasks can be looked at while they work, and cancelled", async () => {
  const client = await factory.createFromUrl(`${process.env.SLOW_URL}/`);
  const task = await client.sendMessage({ ...message("slowly"), configuration: { blocking: false } });
  assert.equal(task.status.state, "working");
  const cancelled = await client.cancelTask({ id: task.id });
  assert.equal(cancelled.status.state, "canceled");
  await assert.rejects(client.cancelTask({ id: task.id }), { name: "TaskNotCancelableError" });
});

test("an agent may ask back, and fail", async () => {
  const client = await factory.createFromUrl(`${url}/`);
  const question = await client.sendMessage(message("please ask"));
  assert.equal(question.status.state, "input-required");
  assert.match(question.status.message.parts[0].text, /mean/);
  const done = await client.sendMessage(message("the blue one", { taskId: question.id, contextId: question.contextId }));
  assert.equal(done.id, question.id);
  assert.equal(answer(done), "the blue one");
  const failed = await client.sendMessage(message("please fail"));
  assert.equal(failed.status.state, "failed");
});

test("refusals are the errors that the client knows", async () => {
  const client = await factory.createFromUrl(`${url}/`);
  await assert.rejects(client.getTask({ id: "no-such-task" }), /Task not found/);
  await assert.rejects(client.sendMessage(message("x", { taskId: "no-such-task" })), /Task not found/);
  const resubscribed = client.resubscribeTask({ id: "no-such-task" });
  await assert.rejects(resubscribed.next(), /not supported/);
});

test("a key is asked for", async () => {
  const guarded = `${process.env.GUARDED_URL}/.well-known/agent-card.json`;
  const stranger = await A2AClient.fromCardUrl(guarded);
  assert.equal((await stranger.sendMessage(message("x"))).error.code, -32000);
  const fetchImpl = (where, options) =>
    fetch(where, { ...options, headers: { ...options?.headers, Authorization: `Bearer ${process.env.AITB_TEST_KEY}` } });
  const friend = await A2AClient.fromCardUrl(guarded, { fetchImpl });
  const response = await friend.sendMessage(message("x"));
  assert.equal(response.result.status.state, "completed");
});
