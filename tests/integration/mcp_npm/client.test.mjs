// The reference client of npm against `aitb-host serve mcp`, over its pipes and over HTTP.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const host = process.env.AITB_HOST;
const settings = ["--set", "page_size=7", "--set", "latency_ms=1", "--set", "ping_every=2"];

const transports = {
  pipes: async () => ({ transport: new StdioClientTransport({ command: host, args: ["serve", "mcp", "--stdio", ...settings] }) }),
  http: async () => {
    const server = spawn(host, ["serve", "mcp", ...settings], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: server.stdout })) {
      const [, url] = /^mcp listening on (\S+)$/.exec(line) ?? [];
      if (url) return { transport: new StreamableHTTPClientTransport(new URL(`${url}/mcp`)), url, server };
    }
    throw new Error("aitb-host did not listen");
  },
};

for (const [name, open] of Object.entries(transports)) {
  describe(name, () => {
    const client = new Client({ name: "test", version: "1" });
    let opened;
    before(async () => {
      opened = await open();
      await client.connect(opened.transport);
    });
    after(async () => {
      await opened.transport.terminateSession?.();
      await client.close();
      if (!opened.server) return;
      opened.server.kill("SIGTERM");
      assert.equal((await once(opened.server, "exit"))[0], 0);
    });

    test("lists its tools in pages", async () => {
      const tools = [];
      let cursor, pages = 0;
      do {
        const page = await client.listTools({ cursor });
        tools.push(...page.tools);
        cursor = page.nextCursor;
        ++pages;
      } while (cursor);
      assert.equal(pages, Math.ceil(tools.length / 7));
      assert.equal(new Set(tools.map((tool) => tool.name)).size, tools.length);
      await assert.rejects(client.listTools({ cursor: "nonsense" }), { code: -32602 });
    });

    test("calls tools, several at once", async () => {
      const calls = ["1+1", "2*21", "(7-2)*3"].map((expression) => client.callTool({ name: "calculator", arguments: { expression } }));
      const texts = (await Promise.all(calls)).map((result) => result.content[0].text);
      assert.deepEqual(texts, ["2", "42", "15"]);
    });

    test("gives structured content that fits its schema, and pictures", async () => {
      const weather = await client.callTool({ name: "structured", arguments: { city: "Oslo" } });
      assert.equal(weather.structuredContent.city, "Oslo");
      const { content } = await client.callTool({ name: "image", arguments: { width: 8, height: 8 } });
      assert.equal(Buffer.from(content[1].data, "base64").subarray(1, 4).toString(), "PNG");
    });

    test("reports progress", async () => {
      const seen = [];
      await client.callTool({ name: "slow", arguments: { duration_ms: 60, steps: 3 } }, undefined,
                            { onprogress: ({ progress, total }) => seen.push(`${progress}/${total}`) });
      assert.deepEqual(seen.slice(0, 2), ["1/3", "2/3"]);  // the client drops one that comes together with the result
    });

    test("tells tools that failed from requests that are wrong", async () => {
      assert.equal((await client.callTool({ name: "failing", arguments: {} })).isError, true);
      assert.equal((await client.callTool({ name: "echo", arguments: { message: 1 } })).isError, true);
      await assert.rejects(client.callTool({ name: "nothing", arguments: {} }), { code: -32602 });
      await assert.rejects(client.listPrompts(), { code: -32601 });
    });

    test("is still there after a cancelled call", async () => {
      const stop = new AbortController();
      const call = client.callTool({ name: "slow", arguments: { duration_ms: 60000, steps: 600 } }, undefined,
                                   { signal: stop.signal, onprogress: () => stop.abort("enough") });
      await assert.rejects(call);
      await client.ping();
    });

    test("checks what HTTP asks for", { skip: name !== "http" }, async () => {
      const post = (headers, body) => fetch(`${opened.url}/mcp`, { method: "POST", body: JSON.stringify(body), headers: {
        "content-type": "application/json", accept: "application/json, text/event-stream", ...headers } });
      const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
      const session = { "mcp-session-id": opened.transport.sessionId };
      assert.equal((await post(session, ping)).status, 200);
      assert.equal((await post({}, ping)).status, 400);
      assert.equal((await post({ "mcp-session-id": "gone" }, ping)).status, 404);
      assert.equal((await post({ ...session, accept: "application/json" }, ping)).status, 406);
      assert.equal((await post({ ...session, "content-type": "text/plain" }, ping)).status, 415);
      assert.equal((await post({ ...session, origin: "http://elsewhere.example" }, ping)).status, 403);
      assert.equal((await post({ ...session, "mcp-protocol-version": "1999-01-01" }, ping)).status, 400);
      assert.equal((await post(session, { jsonrpc: "2.0", method: "notifications/initialized" })).status, 202);
    });
  });
}
