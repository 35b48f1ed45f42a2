// Our provider and scenario against the SDK's own server; what happened is read from the stored records.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { start } from "./peer_server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
let peer, folder;
before(async () => {
  peer = await start();
  folder = await mkdtemp(join(tmpdir(), "aitb-a2a-"));
});
after(async () => {
  peer.stop();
  await rm(folder, { recursive: true, force: true });
});

async function run(scenario, status = 0) {
  const out = join(folder, scenario);
  const args = ["run", scenario, "--config", join(here, "scenarios.yaml"), "--simulators", join(here, "simulators.yaml"),
                "--no-calibration", "--quiet", "--out", out];
  const env = { ...process.env, PEER_URL: peer.url };
  const done = await promisify(execFile)(process.env.AITB_HOST, args, { cwd: folder, env }).catch((failure) => failure);
  assert.equal(done.code ?? 0, status, done.stderr);
  const lines = (await readFile(join(out, "run.jsonl"), "utf8")).trim().split("\n").map((line) => JSON.parse(line));
  return { records: lines.filter(({ line }) => line === "record"), session: lines.find(({ line }) => line === "session") };
}

test("a task is given, and the conversation goes on", async () => {
  const { records, session } = await run("single");
  assert.deepEqual(records.map((one) => one.operation), ["agent_card", "message/send", "message/send"]);
  assert.deepEqual(records.map((one) => one.class), ["connection", "primary", "primary"]);
  assert.equal(records[1].response_text, "HELLO AGENT");
  assert.equal(records[2].response_text, "AND AGAIN");
  assert.equal(records[1].finish_reason, "completed");
  assert.equal(session.success, 1);
});

test("a streamed answer comes in its pieces", async () => {
  const { records } = await run("streaming");
  const [, streamed] = records;
  assert.equal(streamed.response_text, "HELLO AGENT");
  assert.equal(streamed.reasoning_text, "on it");
  assert.equal(streamed.chunks.filter((chunk) => chunk.at(-1) === "content").length, 2);
});

test("several agents work at once", async () => {
  const { records } = await run("several");
  const tasks = records.filter((one) => one.class === "primary");
  assert.deepEqual(tasks.map((one) => one.notes.agent_name).sort(), ["one", "two"]);
  const [first, second] = tasks.map((one) => [one.t_dispatched_ns, one.t_end_ns]);
  assert.ok(first[0] < second[1] && second[0] < first[1], "their times overlap");
});

test("a question is answered in its task", async () => {
  const { records } = await run("asking");
  assert.equal(records[1].finish_reason, "input-required");
  assert.equal(records[1].response_text, "Which one?");
  assert.equal(records[2].response_id, records[1].response_id);
  assert.equal(records[2].response_text, "THE BLUE ONE");
});

test("a failed task is a failed record", async () => {
  const { records, session } = await run("failing", 1);
  assert.equal(records[1].error_kind, "tool_failure");
  assert.match(records[1].error_type, /no luck today/);
  assert.equal(session.success, 0);
});
